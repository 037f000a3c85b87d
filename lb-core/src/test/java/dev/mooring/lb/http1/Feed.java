// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds octets to a parser as a network may: whole, one by one, cut anywhere. The outcome must be the same. */
final class Feed {
    private Feed() {}

    /** A parser as a function: null as long as something is missing. */
    interface Parser {
        @Nullable
        Object next(ByteBuf in) throws HeadException;
    }

    /** Makes a parser for one attempt. */
    interface Maker {
        Parser make();
    }

    /** What came out: a value with what was left unread, or a failure. Without Failure's message it is the same for all cuts. */
    record Outcome(
            @Nullable Object value, String rest, @Nullable HeadException refused) {
        @Override
        public String toString() {
            HeadException e = refused;
            return e == null ? value + " rest '" + rest + "'" : e.failure() + ": " + e.getMessage();
        }
    }

    /** Parses these octets in one piece, octet by octet, and in two pieces cut at each position. */
    static Outcome everyWay(Maker maker, String octets) {
        Outcome whole = inPieces(maker, List.of(octets));
        List<String> single = new ArrayList<>();
        for (int i = 0; i < octets.length(); i++) {
            single.add(octets.substring(i, i + 1));
        }
        same(octets, "octet by octet", whole, inPieces(maker, single));
        for (int i = 1; i < octets.length(); i++) {
            List<String> cut = List.of(octets.substring(0, i), octets.substring(i));
            same(octets, "cut at " + i, whole, inPieces(maker, cut));
        }
        return whole;
    }

    static Outcome inPieces(Maker maker, List<String> pieces) {
        Parser parser = maker.make();
        ByteBuf in = ByteBufAllocator.DEFAULT.buffer();
        try {
            Object value = null;
            StringBuilder unread = new StringBuilder();
            for (String piece : pieces) {
                if (value == null) {
                    in.writeBytes(piece.getBytes(StandardCharsets.ISO_8859_1));
                    value = parser.next(in);
                } else {
                    unread.append(piece);
                }
            }
            return new Outcome(value, in.toString(StandardCharsets.ISO_8859_1) + unread, null);
        } catch (HeadException e) {
            return new Outcome(null, "", e);
        } finally {
            in.release();
        }
    }

    private static void same(String octets, String how, Outcome expected, Outcome actual) {
        if (!expected.toString().equals(actual.toString())) {
            throw new AssertionError(how + " of\n" + octets + "\nexpected " + expected + "\nbut got  " + actual);
        }
    }
}
