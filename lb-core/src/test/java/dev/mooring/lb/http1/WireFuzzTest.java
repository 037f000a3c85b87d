// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ClientAddress;
import dev.mooring.lb.http.ConnectionEnds;
import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HttpVersion;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.PathNormalizer;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.LimitSpec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Mutations of what clients and balancers send: whatever comes, there is an answer, it does not depend on where the network cuts, and
 * what would be sent on reads back as what was understood. Always the same mutations; with {@code -Dfuzz.seconds=600} others, for so
 * long for each of the tests.
 */
class WireFuzzTest {
    private static final int ROUNDS = 3000;
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        " ",
        "\t",
        ":",
        ",",
        ";",
        "=",
        "\"",
        "/",
        "//",
        "?",
        "#",
        "%",
        "%00",
        "%2e",
        "*",
        "\u0000",
        "\u007f",
        "\u00ff",
        "0",
        "1",
        "9",
        "f",
        "-",
        "+",
        "0x",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/2.0",
        "Host: a",
        "Host: b",
        "Content-Length: 5",
        "Content-Length: 0",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: x",
        "Connection: close",
        "chunked",
        "GET",
        "POST",
        "CONNECT",
        "http://a",
        "[::1]",
        "PROXY ",
        "TCP4",
        "UNKNOWN",
        "5\r\nhello\r\n",
        "0\r\n\r\n",
        "for=",
        "by=",
        "_x",
        "unknown"
    };

    private interface Round {
        void play(Random random) throws Exception;
    }

    private static void fuzz(Round round) throws Exception {
        long seconds = Long.getLong("fuzz.seconds", 0);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        for (long seed = seconds == 0 ? 0 : System.nanoTime(), i = 0;
                seconds == 0 ? i < ROUNDS : System.nanoTime() < end;
                seed++, i++) {
            try {
                round.play(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            int end = Math.min(changed.length(), at + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> changed.delete(at, end);
                case 1 -> changed.insert(random.nextInt(changed.length() + 1), changed.substring(at, end));
                case 2 -> changed.insert(at, (char) random.nextInt(256));
                default -> changed.insert(at, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return changed.toString();
    }

    private static List<String> cut(String octets, Random random) {
        int at = octets.isEmpty() ? 0 : random.nextInt(octets.length());
        return List.of(octets.substring(0, at), octets.substring(at));
    }

    private static void assertTellsTheSame(Feed.Maker maker, String octets, Random random) {
        Feed.Outcome whole = Feed.inPieces(maker, List.of(octets));
        assertEquals(whole.toString(), Feed.inPieces(maker, cut(octets, random)).toString());
    }

    @Test
    void requestHeadHasAnAnswerThatReadsBackAsItself() throws Exception {
        String good =
                "POST /a/b?c=d HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\nX-Y: z\r\nCookie: a=b; MOORING=c\r\n\r\nhello";
        fuzz(random -> {
            String octets = mutated(good, random);
            Feed.Maker maker = () -> new RequestParser(LimitSpec.DEFAULT)::next;
            assertTellsTheSame(maker, octets, random);
            if (Feed.inPieces(maker, List.of(octets)).value() instanceof ParsedRequest request) {
                assertReadsBack(request);
                assertTrue(PathNormalizer.normalize(request.target()).length()
                        <= request.target().length() + 1);
            }
        });
    }

    private static void assertReadsBack(ParsedRequest request) throws HeadException {
        String host = request.headers().first(HeaderName.HOST);
        if (host == null || host.isEmpty()) {
            // HTTP/1.0 may lack it, and beside an absolute form it may be empty; then the rewriter writes it.
            return;
        }
        ByteBuf out = Unpooled.buffer();
        HeadWriter.request(out, request.method(), request.target(), new HeaderChanges(request.headers()));
        String written = out.toString(StandardCharsets.ISO_8859_1);
        ParsedRequest again = new RequestParser(LimitSpec.DEFAULT).next(out);
        assertTrue(again == null || again.target().equals(request.target()), written);
        if (again != null) {
            assertEquals(request.method(), again.method());
            assertEquals(request.framing(), again.framing());
            assertEquals(request.headers().toString(), again.headers().toString());
            assertEquals(0, out.readableBytes(), written);
        }
    }

    @Test
    void responseHeadHasAnAnswer() throws Exception {
        String good = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\nX: y\r\n\r\nhello";
        fuzz(random -> assertTellsTheSame(
                () -> {
                    ResponseParser parser = new ResponseParser();
                    return in -> parser.next(in, "GET");
                },
                mutated(good, random),
                random));
    }

    @Test
    void chunkedBodyIsWhatItsReceiverWouldReadToo() throws Exception {
        String good = "5\r\nhello\r\n1a;x=y\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX: y\r\n\r\n";
        fuzz(random -> {
            String octets = mutated(good, random);
            String bare = read(octets, false, random);
            String chunks = read(octets, true, random);
            assertEquals(bare == null, chunks == null, octets);
            if (bare != null && chunks != null && bare.endsWith("|done")) {
                // What is passed on as chunks is read by the next one as the same data.
                assertEquals(bare, read(chunks.substring(0, chunks.length() - 5) + "0\r\n\r\n", false, random), octets);
            }
        });
    }

    private static @Nullable String read(String octets, boolean keepChunks, Random random) {
        BodyReader reader = new BodyReader(Framing.CHUNKED, keepChunks, Failure.BAD_FRAMING);
        ByteBuf in = ByteBufAllocator.DEFAULT.buffer();
        StringBuilder data = new StringBuilder();
        try {
            for (String piece : cut(octets, random)) {
                in.writeBytes(piece.getBytes(StandardCharsets.ISO_8859_1));
                boolean progress = true;
                while (progress && !reader.done()) {
                    ByteBuf read = reader.read(in);
                    progress = read.isReadable();
                    data.append(read.toString(StandardCharsets.ISO_8859_1));
                    read.release();
                }
            }
            return data + (reader.done() ? "|done" : "|more");
        } catch (HeadException refused) {
            return null;
        } finally {
            in.release();
        }
    }

    @Test
    void cookiesAreFoundExactlyOrNotAtAll() throws Exception {
        fuzz(random -> {
            String line = mutated("a=b; MOORING=c.d-e; MOORING2=f; g=\"h\"", random);
            if (!Tokens.isFieldValue(line)) {
                return;
            }
            Headers headers = Headers.of("Cookie", line);
            List<String> all = Cookies.all(headers, "MOORING");
            String first = Cookies.first(headers, "MOORING");
            assertEquals(all.isEmpty() ? null : all.get(0), first);
            for (String value : all) {
                assertTrue(line.contains("MOORING=") && line.contains(value) && value.indexOf(';') < 0, line);
            }
        });
    }

    @Test
    void forwardedChainNamesAnAddressAndIsWrittenAsAField() throws Exception {
        InetAddress peer = IpAddresses.parse("10.0.0.1").orElseThrow();
        List<dev.mooring.lb.http.Cidr> trusted =
                List.of(dev.mooring.lb.http.Cidr.parse("10.0.0.0/8").orElseThrow());
        fuzz(random -> {
            String xff = mutated("1.2.3.4, 10.0.0.2, [2001:db8::1]:80, unknown", random);
            String forwarded = mutated("for=1.2.3.4;by=x, for=\"[::1]:8080\";proto=https;host=a", random);
            String proto = mutated("https, http", random);
            if (!Tokens.isFieldValue(xff) || !Tokens.isFieldValue(forwarded) || !Tokens.isFieldValue(proto)) {
                return;
            }
            Headers headers = random.nextBoolean()
                    ? Headers.of("X-Forwarded-For", xff, "X-Forwarded-Proto", proto)
                    : Headers.of("Forwarded", forwarded);
            RequestHead.Client client = ClientAddress.of(ConnectionEnds.of(peer, 80), false, headers, trusted);
            RequestHead head = new RequestHead("GET", "/", "/", "a", "a", HttpVersion.HTTP_1_1, headers, client);
            ForwardedHeaders written = ForwardedHeaders.of(head, true, 80);
            assertTrue(Tokens.isFieldValue(written.forwarded()) && Tokens.isFieldValue(written.forwardedFor()));
            assertTrue(written.forwardedFor().endsWith("10.0.0.1"), written.toString());
            assertTrue(ForwardedHeaders.of(head, false, 80).forwardedFor().equals("10.0.0.1"));
        });
    }

    @Test
    void proxyHeaderHasAnAnswerThatReadsBackAsItself() throws Exception {
        String line = "PROXY TCP4 192.0.2.1 10.0.0.1 1024 80\r\nGET / HTTP/1.1\r\n";
        String binary =
                "\r\n\r\n\u0000\r\nQUIT\n!\u0011\u0000\u0013\u00c0\u0000\u0002\u0001\n\u0000\u0000\u0001\u0004\u0000\u0000P\u0003\u0000\u0004abcdGET";
        fuzz(random -> {
            String octets = mutated(random.nextBoolean() ? line : binary, random);
            assertTellsTheSame(() -> ProxyHeader::next, octets, random);
            if (Feed.inPieces(() -> ProxyHeader::next, List.of(octets)).value() instanceof ProxyHeader header) {
                ByteBuf out = Unpooled.buffer();
                header.writeBinary(out);
                ProxyHeader again = ProxyHeader.next(out);
                assertEquals(new ProxyHeader(header.source(), header.destination(), false), again);
                header.writeLine(out.clear());
                assertEquals(again, ProxyHeader.next(out));
            }
        });
    }
}
