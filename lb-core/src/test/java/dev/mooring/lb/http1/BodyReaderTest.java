// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies, cut anywhere. Buffers are pooled, so that one that leaks is found. */
class BodyReaderTest {
    /** What came of a body: what was handed on, what was left, and how it ended. */
    private record Read(String data, String rest, boolean done, Headers trailers, long bytes, String refused) {
        @Override
        public String toString() {
            return "data '" + data + "' rest '" + rest + "' done " + done + " bytes " + bytes + " trailers " + trailers
                    + " refused " + refused;
        }
    }

    /** Reads pieces as a connection does: what is not taken stays in front of what comes next. */
    private static Read read(Framing framing, boolean keepChunks, List<String> pieces) {
        BodyReader reader = new BodyReader(framing, keepChunks, Failure.BAD_RESPONSE);
        StringBuilder data = new StringBuilder();
        ByteBuf pending = ByteBufAllocator.DEFAULT.buffer();
        String refused = "";
        try {
            for (String piece : pieces) {
                ByteBuf next = ByteBufAllocator.DEFAULT.buffer();
                next.writeBytes(piece.getBytes(StandardCharsets.ISO_8859_1));
                pending = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ByteBufAllocator.DEFAULT, pending, next);
                if (!reader.done()) {
                    ByteBuf out = reader.read(pending);
                    data.append(out.toString(StandardCharsets.ISO_8859_1));
                    out.release();
                }
            }
        } catch (HeadException e) {
            refused = e.failure() + ": " + e.getMessage();
        }
        String rest = pending.toString(StandardCharsets.ISO_8859_1);
        boolean only = pending.release();
        assertTrue(only, "somebody else still holds the buffer");
        return refused.isEmpty()
                ? new Read(data.toString(), rest, reader.done(), reader.trailers(), reader.bytes(), "")
                : new Read("", "", false, Headers.EMPTY, 0, refused);
    }

    private static List<String> cut(String octets, int... at) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int to : at) {
            pieces.add(octets.substring(from, to));
            from = to;
        }
        pieces.add(octets.substring(from));
        return pieces;
    }

    private static List<String> single(String octets) {
        return octets.chars().mapToObj(c -> String.valueOf((char) c)).toList();
    }

    private static Read bare(String octets) {
        return read(Framing.CHUNKED, false, List.of(octets));
    }

    /** Bare, in one piece, at every pair of cuts and octet by octet: all the same; and what is kept as chunks is the same data. */
    private static Read everyWay(String octets) {
        Read whole = bare(octets);
        for (int i = 0; i <= octets.length(); i++) {
            for (int j = i; j <= octets.length(); j++) {
                assertEquals(
                        whole.toString(),
                        read(Framing.CHUNKED, false, cut(octets, i, j)).toString(),
                        i + ", " + j);
                Read kept = read(Framing.CHUNKED, true, cut(octets, i, j));
                assertEquals(whole.refused(), kept.refused());
                assertEquals(whole.rest(), kept.rest());
                if (whole.refused().isEmpty() && whole.done()) {
                    assertEquals(whole.data(), bare(kept.data() + "0\r\n\r\n").data(), i + ", " + j);
                    assertFalse(kept.data().contains(";"), kept.data());
                }
            }
        }
        assertEquals(
                whole.toString(), read(Framing.CHUNKED, false, single(octets)).toString());
        return whole;
    }

    private static void assertRefused(String octets) {
        assertFalse(everyWay(octets).refused().isEmpty(), "accepted: " + octets);
    }

    @Test
    void chunksAreDecodedHoweverTheyAreCut() {
        Read read = everyWay("5\r\nhello\r\n1\r\n \r\n6\r\nworld!\r\n0\r\n\r\nNEXT");
        assertEquals("hello world!", read.data());
        assertEquals("NEXT", read.rest());
        assertEquals(12, read.bytes());
        assertTrue(read.done());
    }

    @Test
    void plainChunksAreForwardedAsTheyStand() {
        String body = "5\r\nhello\r\nA\r\n0123456789\r\n";
        assertEquals(
                body, read(Framing.CHUNKED, true, List.of(body + "0\r\n\r\n")).data());
    }

    @Test
    void extensionsAndLeadingZerosAreDropped() {
        Read read = everyWay("005;a=b;c=\"d\"\r\nhello\r\n01 ; x\r\n!\r\n0000;last\r\n\r\n");
        assertEquals("hello!", read.data());
        String kept = read(Framing.CHUNKED, true, List.of("0F;x\r\n0123456789abcde\r\n0\r\n\r\n"))
                .data();
        assertEquals("f\r\n0123456789abcde\r\n", kept);
    }

    @Test
    void upperAndLowerCaseSizesAreTheSame() {
        assertEquals("0123456789", everyWay("a\r\n0123456789\r\n0\r\n\r\n").data());
        assertEquals("0123456789", everyWay("A\r\n0123456789\r\n0\r\n\r\n").data());
    }

    @Test
    void dataMayLookLikeFraming() {
        assertEquals("0\r\n\r\n", everyWay("5\r\n0\r\n\r\n\r\n0\r\n\r\n").data());
    }

    @Test
    void emptyBodyIsDoneAtItsLastChunk() {
        Read read = everyWay("0\r\n\r\nrest");
        assertEquals("", read.data());
        assertTrue(read.done());
        assertEquals("rest", read.rest());
    }

    @Test
    void trailersAreKept() {
        Read read = everyWay("1\r\nx\r\n0\r\nX-Sum: 12\r\nB:\r\n\r\nGET");
        assertTrue(read.done());
        assertEquals("X-Sum: 12\nB: \n", read.trailers().toString());
        assertEquals("GET", read.rest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x\r\n",
                " 1\r\nx\r\n0\r\n\r\n",
                "+1\r\nx\r\n0\r\n\r\n",
                "-1\r\nx\r\n",
                "0x1\r\nx\r\n0\r\n\r\n",
                "1\nx\r\n0\r\n\r\n",
                "1\rx\r\n0\r\n\r\n",
                "1\r\nx\n0\r\n\r\n",
                "1\r\nx\r0\r\n\r\n",
                "1\r\nxx\r\n0\r\n\r\n",
                "1\r\nx0\r\n\r\n",
                "2\r\nx\r\n0\r\n\r\n",
                "1;a\nx\r\n0\r\n\r\n",
                "1;a\rb\r\nx\r\n0\r\n\r\n",
                "1;\u0000\r\nx\r\n",
                "1;a\u007f\r\nx\r\n",
                "1 2\r\nx\r\n",
                "1,2\r\nx\r\n",
                "g\r\n",
                "1\u0000\r\n",
                "1 \r\nx\r\n0\r\n\r\n",
                "1\t\r\nx\r\n0\r\n\r\n",
                ";a\r\nx\r\n",
                "\u00b2\r\n",
                "1_0\r\n",
                "0\r\nX : 1\r\n\r\n",
                "0\r\n X: 1\r\n\r\n",
                "0\r\nX: 1\r\n folded\r\n\r\n",
                "0\r\nX: 1\n\r\n",
                "0\r\nX\r\n\r\n",
                "0\r\nX: \u0000\r\n\r\n",
                "0\r\n\n",
                "0\n\r\n",
                "0\r\nX: a\rb\r\n\r\n"
            })
    void malformedChunksAreRefused(String octets) {
        assertRefused(octets);
    }

    @Test
    void hugeSizesDoNotOverflow() {
        assertRefused("1000000000000000\r\n");
        assertRefused("FFFFFFFFFFFFFFFF\r\n");
        assertRefused("10000000000000001\r\n");
        assertRefused("0".repeat(64) + "1\r\n");
        Read read = everyWay("FFFFFFFFFFFFFFF\r\nxy");
        assertEquals("xy", read.data());
        assertFalse(read.done());
        assertEquals(
                "7fffffff\r\nxy",
                read(Framing.CHUNKED, true, single("7fffffff\r\nxy")).data());
    }

    @Test
    void extensionsHaveALimit() {
        assertTrue(bare("1;" + "a".repeat(4000) + "\r\nx\r\n0\r\n\r\n").done());
        assertFalse(bare("1;" + "a".repeat(5000)).refused().isEmpty());
    }

    @Test
    void trailersHaveALimit() {
        assertTrue(bare("0\r\n" + "X: 1\r\n".repeat(64) + "\r\n").done());
        assertFalse(bare("0\r\n" + "X: 1\r\n".repeat(65) + "\r\n").refused().isEmpty());
        assertFalse(bare("0\r\nX: " + "y".repeat(17 * 1024)).refused().isEmpty());
    }

    @Test
    void sizedBodyTakesItsLengthAndNoMore() {
        for (int i = 0; i <= 8; i++) {
            Read read = read(Framing.ofLength(5), true, cut("helloREST", i));
            assertEquals("hello", read.data());
            assertEquals("REST", read.rest());
            assertTrue(read.done());
            assertEquals(5, read.bytes());
        }
        assertFalse(read(Framing.ofLength(5), true, List.of("hell")).done());
        assertEquals(
                "x",
                read(Framing.ofLength(Long.MAX_VALUE / 10), true, List.of("x")).data());
    }

    @Test
    void bodyUntilCloseTakesEverythingAndIsNeverDone() {
        Read read = read(Framing.UNTIL_CLOSE, true, List.of("a", "bc"));
        assertEquals("abc", read.data());
        assertFalse(read.done());
        assertTrue(new BodyReader(Framing.UNTIL_CLOSE, true, Failure.BAD_RESPONSE).endsWithConnection());
        assertFalse(new BodyReader(Framing.CHUNKED, true, Failure.BAD_RESPONSE).endsWithConnection());
    }

    @Test
    void noBodyIsDoneAtOnce() {
        assertTrue(new BodyReader(Framing.NONE, true, Failure.BAD_RESPONSE).done());
    }

    @Test
    void randomChunkingsAlwaysGiveTheSameData() {
        Random random = new Random(20240607);
        for (int round = 0; round < 1000; round++) {
            StringBuilder data = new StringBuilder();
            StringBuilder wire = new StringBuilder();
            for (int chunk = random.nextInt(8); chunk > 0; chunk--) {
                String piece = randomOctets(random, 1 + random.nextInt(random.nextInt(20) == 0 ? 2000 : 12));
                data.append(piece);
                wire.append("0".repeat(random.nextInt(10) == 0 ? 3 : 0)).append(hex(random, piece.length()));
                wire.append(random.nextInt(6) == 0 ? " ;x=\"y\"" : "")
                        .append("\r\n")
                        .append(piece)
                        .append("\r\n");
            }
            boolean trailer = random.nextInt(4) == 0;
            wire.append("0\r\n").append(trailer ? "X-T: 1\r\n" : "").append("\r\n");
            List<String> pieces = randomPieces(random, wire.toString());
            Read bare = read(Framing.CHUNKED, false, pieces);
            assertEquals(data.toString(), bare.data());
            assertTrue(bare.done());
            assertEquals(trailer ? 1 : 0, bare.trailers().size());
            Read kept = read(Framing.CHUNKED, true, pieces);
            Read again = read(Framing.CHUNKED, false, randomPieces(random, kept.data() + "0\r\n\r\nz"));
            assertEquals(data.toString(), again.data());
            assertEquals("z", again.rest());
        }
    }

    @Test
    void randomOctetsNeverThrowAnythingElse() {
        Random random = new Random(7);
        String alphabet = "0123af;\r\n\r\n X:\u0000\u00ff";
        for (int round = 0; round < 6000; round++) {
            StringBuilder octets = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                octets.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Read whole = bare(octets.toString());
            Read pieces = read(Framing.CHUNKED, false, randomPieces(random, octets.toString()));
            assertEquals(whole.toString(), pieces.toString(), octets.toString());
        }
    }

    @Test
    void manySmallChunksAreReadInReasonableTime() {
        Read read = read(Framing.CHUNKED, true, List.of("1;e\r\nx\r\n".repeat(10000) + "0\r\n\r\n"));
        assertEquals("1\r\nx\r\n".repeat(10000), read.data());
        assertEquals(10000, read.bytes());
    }

    @Test
    void lastChunkIsWrittenWithItsTrailers() throws Exception {
        ByteBuf out = ByteBufAllocator.DEFAULT.buffer();
        HeadWriter.lastChunk(out, new HeaderChanges(Headers.of("X-A", "1", "X-B", "2")).drop(0));
        BodyReader reader = new BodyReader(Framing.CHUNKED, false, Failure.BAD_RESPONSE);
        ByteBuf nothing = reader.read(out);
        assertFalse(nothing.isReadable());
        assertTrue(reader.done());
        assertEquals("X-B: 2\n", reader.trailers().toString());
        nothing.release();
        out.release();
    }

    private static String hex(Random random, int number) {
        String hex = Integer.toHexString(number);
        return random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT);
    }

    private static String randomOctets(Random random, int count) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < count; i++) {
            octets.append(random.nextInt(3) == 0 ? "\r\n0;".charAt(random.nextInt(4)) : (char) random.nextInt(256));
        }
        return octets.toString();
    }

    private static List<String> randomPieces(Random random, String octets) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        int most = 1 + random.nextInt(octets.length() + 1);
        while (at < octets.length()) {
            int end = Math.min(octets.length(), at + 1 + random.nextInt(most));
            pieces.add(octets.substring(at, end));
            at = end;
        }
        return pieces;
    }
}
