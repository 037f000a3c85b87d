// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend whose every octet a test decides. Each connection is one conversation on a thread of its own. */
public final class RawBackend implements AutoCloseable {
    private final ServerSocket server;
    private final Conversation conversation;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Wire> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    /** What a backend does with one connection; an IOException in it just ends the connection. */
    public interface Conversation {
        /** Talks; the connection is closed on return. */
        void talk(Talk talk) throws Exception;
    }

    /** One connection as the backend sees it. */
    public final class Talk extends Wire {
        private final int number;

        private Talk(Socket socket, int number) throws IOException {
            super(socket);
            this.number = number;
        }

        /** Which connection this is, counted from 1. */
        public int number() {
            return number;
        }

        @Override
        public String readHead() throws IOException {
            String head = super.readHead();
            heads.add(head);
            return head;
        }

        /** Answers 200 with this body. */
        public void ok(String body, String... lines) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n");
            for (String line : lines) {
                head.append(line).append("\r\n");
            }
            send(head + "\r\n" + body);
        }
    }

    private RawBackend(InetSocketAddress address, Conversation conversation) throws IOException {
        this(new ServerSocket(), address, conversation);
    }

    private RawBackend(ServerSocket server, InetSocketAddress address, Conversation conversation) throws IOException {
        this.server = server;
        server.setReuseAddress(true);
        server.bind(address, 1000);
        this.conversation = conversation;
        Thread acceptor = new Thread(this::accept, "raw-backend-" + server.getLocalPort());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** A backend that talks like this on each connection. */
    public static RawBackend start(Conversation conversation) throws IOException {
        return startOn(0, conversation);
    }

    /** A backend that listens on this address. */
    public static RawBackend start(InetAddress address, Conversation conversation) throws IOException {
        return new RawBackend(new InetSocketAddress(address, 0), conversation);
    }

    /** A backend that listens on this address and port. */
    public static RawBackend start(InetSocketAddress address, Conversation conversation) throws IOException {
        return new RawBackend(address, conversation);
    }

    /** A backend on a socket that is not bound yet, such as one that speaks TLS. */
    public static RawBackend start(ServerSocket socket, Conversation conversation) throws IOException {
        return new RawBackend(socket, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), conversation);
    }

    /** A backend on a port that another one had before. */
    public static RawBackend startOn(int port, Conversation conversation) throws IOException {
        return new RawBackend(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), conversation);
    }

    /** A backend that answers every request with 200 and its own name, on connections that are kept. */
    public static RawBackend named(String name) throws IOException {
        return start(talk -> {
            while (true) {
                String head = talk.readHead();
                talk.read(RawClient.contentLength(head));
                talk.ok(head.startsWith("HEAD") ? "" : name);
            }
        });
    }

    /** A port where nobody listens. */
    public static int deadPort() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return gone.getLocalPort();
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The heads of all requests read so far. */
    public List<String> heads() {
        return heads;
    }

    /** The connections accepted so far. */
    public int accepted() {
        return accepted.get();
    }

    /** The connections that are open now. */
    public int open() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Talk talk = new Talk(socket, accepted.incrementAndGet());
                Thread thread = new Thread(() -> serve(talk), "raw-talk");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Talk talk) {
        open.add(talk);
        try (talk) {
            conversation.talk(talk);
        } catch (Exception over) {
            // The connection has ended in whatever way the test wanted.
            assert over != null;
        } finally {
            open.remove(talk);
        }
    }

    /** Refuses all connections from now on, and closes those that are open. */
    public void die() throws IOException {
        int port = port();
        close();
        // The kernel may go on accepting until the thread that waits for connections has noticed.
        while (accepts(port)) {
            Thread.onSpinWait();
        }
    }

    private static boolean accepts(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (SocketException e) {
            // Anything but a refusal, such as a reset, is the work of one that still accepts.
            return !(e instanceof ConnectException);
        }
    }

    /** Closes the connections that are open, and accepts others. */
    public void closeConnections() throws IOException {
        for (Wire wire : open) {
            wire.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Wire wire : open) {
            wire.close();
        }
    }
}
