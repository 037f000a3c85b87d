// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.Scales;
import dev.mooring.lb.testing.TestGateway;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A gibibyte passes a balancer whose reader stops half-way. What the balancer holds is measured exactly: all its buffers come
 * from an allocator of the test's own that does not pool, so that the bytes it has given out and not got back are the
 * capacity of every buffer that is alive, whether it waits in a channel, in a parser or anywhere else. A thread looks at that
 * number all the time, while bytes flow as well as while they do not. What the kernel holds in its socket buffers is not the
 * balancer's and does not count; that the sender stops shows that it is bounded too.
 */
class BackPressureIT {
    private static final long GIB = 1L << 30;
    private static final long MOST_HELD = 384 * 1024;
    private static final byte[] BLOCK = new byte[64 * 1024];

    static {
        new Random(7).nextBytes(BLOCK);
    }

    private enum Form {
        LENGTH,
        CHUNKED;

        String field() {
            return this == LENGTH ? "Content-Length: " + GIB : "Transfer-Encoding: chunked";
        }
    }

    /** Writes a gibibyte, and tells how far it has come. */
    private static long send(OutputStream out, Form form, AtomicLong written) throws IOException {
        CRC32 crc = new CRC32();
        byte[] size = (Integer.toHexString(BLOCK.length) + "\r\n").getBytes(US_ASCII);
        byte[] end = "\r\n".getBytes(US_ASCII);
        while (written.get() < GIB) {
            if (form == Form.CHUNKED) {
                out.write(size);
            }
            out.write(BLOCK);
            if (form == Form.CHUNKED) {
                out.write(end);
            }
            crc.update(BLOCK);
            written.addAndGet(BLOCK.length);
        }
        if (form == Form.CHUNKED) {
            out.write("0\r\n\r\n".getBytes(US_ASCII));
        }
        return crc.getValue();
    }

    /** Reads a gibibyte, but waits after the first mebibyte until it may go on. */
    private static long receive(InputStream from, Form form, CountDownLatch goOn) throws Exception {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from, 8192));
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[64 * 1024];
        boolean waited = false;
        long read = 0;
        long left = form == Form.LENGTH ? GIB : 0;
        while (read < GIB) {
            if (left == 0) {
                left = Long.parseLong(line(in), 16);
            }
            int now = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (now < 0) {
                throw new EOFException("after " + read);
            }
            crc.update(buffer, 0, now);
            read += now;
            left -= now;
            if (form == Form.CHUNKED && left == 0) {
                assertEquals("", line(in));
            }
            if (!waited && read > 1 << 20) {
                waited = true;
                assertTrue(goOn.await(20, TimeUnit.SECONDS));
            }
        }
        if (form == Form.CHUNKED) {
            assertEquals("0", line(in));
        }
        return crc.getValue();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("after " + line);
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    private static void skipHead(InputStream in) throws IOException {
        boolean more = true;
        while (more) {
            more = !line(in).isEmpty();
        }
    }

    private static Socket connect(TestGateway gateway) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSendBufferSize(64 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
        return socket;
    }

    /** Waits until the sender has got no further for a while; how far that was. */
    private static long awaitStandstill(AtomicLong written) {
        long[] last = {-1, System.nanoTime()};
        TestGateway.await("the sender stands still", () -> {
            if (written.get() != last[0]) {
                last[0] = written.get();
                last[1] = System.nanoTime();
            }
            return last[0] > 0 && System.nanoTime() - last[1] > TimeUnit.MILLISECONDS.toNanos(300);
        });
        return last[0];
    }

    private static void assertStoppedAndBounded(String what, long written, Scales scales) {
        System.out.println(what + ": sender stopped after " + written / 1024 + " KiB, held " + scales.held() / 1024
                + " KiB, at most " + scales.most() / 1024 + " KiB");
        assertTrue(written < GIB / 8, "the sender was not stopped: " + written);
        assertTrue(scales.held() > 0, "nothing is held: is this the allocator that is used?");
        assertTrue(scales.most() <= MOST_HELD, "held: " + scales.most());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void clientThatStopsReadingStopsItsBackendAndThenGetsAll(Form form) throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Long> sent = new CompletableFuture<>();
        try (Scales scales = new Scales();
                RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\n" + form.field() + "\r\n\r\n");
                    sent.complete(send(talk.socket().getOutputStream(), form, written));
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .allocator(scales.allocator())
                        .threads(1)
                        .start();
                Socket client = connect(gateway)) {
            CountDownLatch goOn = new CountDownLatch(1);
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(US_ASCII));
            CompletableFuture<Long> received = async(() -> {
                skipHead(client.getInputStream());
                return receive(client.getInputStream(), form, goOn);
            });
            assertStoppedAndBounded("download " + form, awaitStandstill(written), scales);
            goOn.countDown();
            assertEquals(received.get(30, TimeUnit.SECONDS), sent.get(1, TimeUnit.SECONDS));
            gateway.assertIdle();
            // The backend has closed while megabytes were on their way: they must have stayed in the kernel.
            assertTrue(scales.most() <= MOST_HELD, "held: " + scales.most());
            assertTrue(gateway.record().bytesToClient() >= GIB);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void backendThatStopsReadingStopsItsClientAndThenGetsAll(Form form) throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Long> received = new CompletableFuture<>();
        CountDownLatch goOn = new CountDownLatch(1);
        try (Scales scales = new Scales();
                RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    received.complete(receive(talk.socket().getInputStream(), form, goOn));
                    talk.ok("thanks");
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .allocator(scales.allocator())
                        .threads(1)
                        .start();
                Socket client = connect(gateway)) {
            client.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: test\r\n" + form.field() + "\r\n\r\n").getBytes(US_ASCII));
            CompletableFuture<Long> sent = async(() -> send(client.getOutputStream(), form, written));
            assertStoppedAndBounded("upload " + form, awaitStandstill(written), scales);
            goOn.countDown();
            assertEquals(received.get(30, TimeUnit.SECONDS), sent.get(30, TimeUnit.SECONDS));
            skipHead(client.getInputStream());
            assertEquals("thanks", new String(client.getInputStream().readNBytes(6), US_ASCII));
            gateway.assertIdle();
            assertTrue(scales.most() <= MOST_HELD, "held: " + scales.most());
        }
    }

    @Test
    void exchangeThatIsStalledBothWaysHoldsNoMoreAndLeavesNothing() throws Exception {
        AtomicLong down = new AtomicLong();
        AtomicLong up = new AtomicLong();
        try (Scales scales = new Scales();
                RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\n" + Form.LENGTH.field() + "\r\n\r\n");
                    send(talk.socket().getOutputStream(), Form.LENGTH, down);
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .allocator(scales.allocator())
                        .threads(1)
                        .start();
                Socket client = connect(gateway)) {
            client.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: test\r\n" + Form.LENGTH.field() + "\r\n\r\n").getBytes(US_ASCII));
            CompletableFuture<Long> sent = async(() -> send(client.getOutputStream(), Form.LENGTH, up));
            awaitStandstill(down);
            assertStoppedAndBounded("both ways", awaitStandstill(up), scales);
            // Neither side can write, so only the end of the client's own stream is left to tell; it has more to send.
            reset(client);
            assertTrue(sent.handle((crc, gone) -> gone != null).get(5, TimeUnit.SECONDS));
            gateway.assertIdle();
            TestGateway.await("all memory has been given back", () -> scales.held() == 0);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private interface Work {
        long run() throws Exception;
    }

    private static CompletableFuture<Long> async(Work work) {
        CompletableFuture<Long> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.run());
                    } catch (Exception e) {
                        result.completeExceptionally(e);
                    }
                },
                "peer");
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
