// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.Collection;
import java.util.List;

/** The tone of messages: where, what is wrong, what was found, what was expected. */
public final class Wording {
    private static final int MAX_SHOWN = 60;

    private Wording() {}

    /** {@code path: problem (found ..., expected ...)}. */
    public static String message(KeyPath path, String problem, String found, String expected) {
        String where = path.segments().isEmpty() ? "" : path + ": ";
        return where + problem + " (found " + found + ", expected " + expected + ")";
    }

    /** A text from a file, in quotes, on one line and not too long. Not for secrets. */
    public static String quoted(String text) {
        return "'" + shortened(text) + "'";
    }

    /** {@code a, b or c}. */
    public static String oneOf(Collection<String> names) {
        List<String> all = List.copyOf(names);
        int last = all.size() - 1;
        return last < 1 ? String.join("", all) : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }

    /** A question with the nearest of the names, or nothing when none is near. */
    public static String didYouMean(String name, Collection<String> names) {
        return Nearest.of(name, names)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("");
    }

    static String shortened(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(MAX_SHOWN).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        boolean whole = text.length() <= MAX_SHOWN || text.codePointCount(0, text.length()) <= MAX_SHOWN;
        return whole ? shown.toString() : shown + "...";
    }
}
