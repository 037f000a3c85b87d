// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A backend that does to each request what its path says, and can be killed and come back. Safe from any thread. */
final class FaultBackend implements AutoCloseable {
    private static final byte[] BLOCK = new byte[64 * 1024];

    private static final int MOST_TRIES = 600;

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile ServerSocket server;

    FaultBackend() throws IOException {
        server = listen(0);
        port = server.getLocalPort();
    }

    private ServerSocket listen(int where) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 1000);
        Thread acceptor = new Thread(() -> accept(socket), "fault-backend");
        acceptor.setDaemon(true);
        acceptor.start();
        return socket;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Resets all its connections and takes no other ones, as when its process is killed. */
    void kill() throws IOException {
        close();
    }

    /** Comes back on the same port, as soon as no connection of somebody else happens to have it. */
    void restart() throws IOException {
        for (int tries = 1; server.isClosed(); tries++) {
            try {
                server = listen(port);
            } catch (BindException taken) {
                if (tries == MOST_TRIES) {
                    throw taken;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                open.add(socket);
                Thread thread = new Thread(() -> talk(socket), "fault-talk");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String head = SoakWire.head(in); !head.isEmpty(); head = SoakWire.head(in)) {
                SoakWire.skipBody(in, head);
                if (!answer(socket, head, in, out)) {
                    return;
                }
            }
        } catch (IOException over) {
            assert over != null;
        } finally {
            open.remove(socket);
        }
    }

    /** Whether the connection goes on. */
    private static boolean answer(Socket socket, String head, InputStream in, OutputStream out) throws IOException {
        String path = head.split(" ", 3)[1];
        switch (path) {
            case "/big" -> {
                say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + 64 * BLOCK.length + "\r\n\r\n");
                for (int i = 0; i < 64; i++) {
                    out.write(BLOCK);
                }
            }
            case "/events" -> {
                say(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                while (true) {
                    say(out, "data: " + "x".repeat(100) + "\n\n");
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
            case "/cut" -> {
                say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
                return false;
            }
            case "/reset" -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case "/garbled" -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
            case "/headers" ->
                say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");
            case "/never" -> in.transferTo(OutputStream.nullOutputStream());
            case "/tunnel" -> {
                say(out, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                in.transferTo(out);
                return false;
            }
            default -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        }
        return true;
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            SoakWire.reset(socket);
        }
    }
}
