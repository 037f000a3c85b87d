// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client that behaves well, badly or not at all, as chance has it. One thread's. */
final class FaultClient implements Runnable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final String HOST = " HTTP/1.1\r\nHost: soak\r\n";

    private final URI balancer;
    private final Random chance;
    private final BooleanSupplier over;
    private final Map<Act, LongAdder> done;
    private final Map<Act, LongAdder> stuck;

    /** What it may do. */
    enum Act {
        REQUESTS,
        SLOW_READER,
        STALLED_READER,
        LONG_HEADERS,
        TOO_LONG_HEADERS,
        EVENTS,
        UPLOAD,
        CUT_UPLOAD,
        GARBAGE,
        HALF_HEAD,
        GONE_AT_ONCE,
        BROKEN_BACKEND,
        SILENT_BACKEND,
        TUNNEL,
        HTTP2
    }

    FaultClient(URI balancer, long seed, BooleanSupplier over, Map<Act, LongAdder> done, Map<Act, LongAdder> stuck) {
        this.balancer = balancer;
        this.chance = new Random(seed);
        this.over = over;
        this.done = done;
        this.stuck = stuck;
    }

    static Map<Act, LongAdder> counts() {
        return new ConcurrentHashMap<>();
    }

    @Override
    public void run() {
        Act[] acts = Act.values();
        while (!over.getAsBoolean()) {
            Act act = acts[chance.nextInt(acts.length)];
            try (Socket socket = new Socket()) {
                if (act == Act.STALLED_READER || act == Act.SLOW_READER) {
                    socket.setReceiveBufferSize(8 * 1024);
                }
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(new InetSocketAddress(balancer.getHost(), balancer.getPort()), PATIENCE_MILLIS);
                perform(act, socket);
                if (chance.nextInt(3) == 0) {
                    socket.setSoLinger(true, 0);
                }
            } catch (SocketTimeoutException silence) {
                // Whatever happens, the balancer has to say or close something in time.
                count(stuck, act);
            } catch (IOException cut) {
                assert cut != null;
            }
            count(done, act);
            pause(chance.nextInt(20));
        }
    }

    private static void count(Map<Act, LongAdder> counts, Act act) {
        counts.computeIfAbsent(act, unused -> new LongAdder()).increment();
    }

    private void perform(Act act, Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        switch (act) {
            case REQUESTS -> {
                for (int i = 1 + chance.nextInt(20); i > 0; i--) {
                    whole(in, out, "GET /hello" + HOST + "\r\n");
                }
            }
            case SLOW_READER -> {
                say(out, "GET /big" + HOST + "\r\n");
                for (int i = chance.nextInt(200); i > 0; i--) {
                    in.readNBytes(4096);
                    pause(5);
                }
            }
            case STALLED_READER -> {
                say(out, "GET /big" + HOST + "\r\n");
                pause(500 + chance.nextInt(3000));
            }
            case LONG_HEADERS -> whole(in, out, "GET /headers" + HOST + fields(25_000) + "\r\n");
            case TOO_LONG_HEADERS -> whole(in, out, "GET /hello" + HOST + fields(100_000) + "\r\n");
            case EVENTS -> {
                say(out, "GET /events" + HOST + "\r\n");
                in.readNBytes(500 + chance.nextInt(5000));
            }
            case UPLOAD -> whole(in, out, chunked(true));
            case CUT_UPLOAD -> say(out, chunked(false));
            case GARBAGE -> {
                byte[] garbage = new byte[1 + chance.nextInt(2000)];
                chance.nextBytes(garbage);
                out.write(garbage);
                say(out, "\r\n\r\n");
                in.transferTo(OutputStream.nullOutputStream());
            }
            case HALF_HEAD -> {
                say(out, "GET /hello HTTP/1.1\r\nHo");
                pause(chance.nextInt(500));
            }
            case GONE_AT_ONCE -> say(out, "GET /big" + HOST + "\r\n");
            case BROKEN_BACKEND -> {
                List<String> paths = List.of("/cut", "/reset", "/garbled");
                say(out, "GET " + paths.get(chance.nextInt(paths.size())) + HOST + "Connection: close\r\n\r\n");
                in.transferTo(OutputStream.nullOutputStream());
            }
            case SILENT_BACKEND -> {
                say(out, "GET /never" + HOST + "Connection: close\r\n\r\n");
                if (chance.nextBoolean()) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
            case TUNNEL -> {
                say(out, "GET /tunnel" + HOST + "Connection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                if (SoakWire.head(in).startsWith("HTTP/1.1 101 ")) {
                    say(out, "x".repeat(10_000));
                    in.readNBytes(chance.nextInt(10_000));
                }
            }
            case HTTP2 -> new FaultFrames(in, out, chance).perform();
        }
    }

    private static void whole(InputStream in, OutputStream out, String request) throws IOException {
        say(out, request);
        String head = SoakWire.head(in);
        SoakWire.skipBody(in, head);
        if (head.isEmpty() || head.contains("Connection: close")) {
            throw new IOException("the connection ends");
        }
    }

    private String fields(int octets) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; fields.length() < octets; i++) {
            fields.append("X-")
                    .append(i)
                    .append(": ")
                    .append("x".repeat(200 + chance.nextInt(1000)))
                    .append("\r\n");
        }
        return fields.toString();
    }

    private String chunked(boolean complete) {
        StringBuilder body = new StringBuilder("POST /hello" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
        for (int i = chance.nextInt(20); i >= 0; i--) {
            body.append("2000\r\n").append("x".repeat(0x2000)).append("\r\n");
        }
        return body.append(complete ? "0\r\n\r\n" : "2000\r\nhalf").toString();
    }

    static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
