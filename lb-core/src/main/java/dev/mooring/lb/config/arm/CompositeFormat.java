// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code {0}}, {@code {1,-5}} and {@code {2:D4}} in a text with values; doubled braces stand for themselves. */
final class CompositeFormat {
    private static final Pattern HOLE =
            Pattern.compile("\\{([0-9]{1,5})\\s*(?:,\\s*(-?[0-9]{1,5})\\s*)?(?::([^{}]{0,40}))?\\}");
    private static final Pattern NUMBER_FORMAT = Pattern.compile("([dDxX])([0-9]{0,2})|(0{1,20})");

    private CompositeFormat() {}

    static String apply(Arguments a, String format, List<Node> values) {
        TextBuilder text = new TextBuilder(a.position());
        Matcher hole = HOLE.matcher(format);
        int at = 0;
        for (int i = nextBrace(format, 0); i >= 0; i = nextBrace(format, at)) {
            text.append(format.substring(at, i));
            boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == format.charAt(i);
            if (doubled) {
                text.append(format.substring(i, i + 1));
                at = i + 2;
            } else if (format.charAt(i) == '{'
                    && hole.region(i, format.length()).lookingAt()) {
                text.append(filled(a, hole, values));
                at = hole.end();
            } else {
                throw a.fails("a brace in the text is neither doubled nor part of a place such as {0}");
            }
        }
        return text.append(format.substring(at)).toString();
    }

    private static int nextBrace(String format, int from) {
        for (int i = from; i < format.length(); i++) {
            if (format.charAt(i) == '{' || format.charAt(i) == '}') {
                return i;
            }
        }
        return -1;
    }

    private static String filled(Arguments a, Matcher hole, List<Node> values) {
        int index = Integer.parseInt(hole.group(1));
        if (index >= values.size()) {
            throw a.fails("the text asks for value {" + index + "} (found " + values.size() + " values)");
        }
        Node value = values.get(index);
        String shown = hole.group(3) == null ? Arguments.shown(value) : formatted(value, hole.group(3));
        int width = hole.group(2) == null ? 0 : Integer.parseInt(hole.group(2));
        String blanks = " ".repeat(Math.max(0, Math.abs(width) - shown.length()));
        return width < 0 ? shown + blanks : blanks + shown;
    }

    private static String formatted(Node value, String format) {
        OptionalLong number = Arguments.integer(value);
        Matcher matcher = NUMBER_FORMAT.matcher(format);
        if (number.isEmpty() || !matcher.matches()) {
            return Arguments.shown(value);
        }
        if (matcher.group(3) != null) {
            return padded(number.getAsLong(), matcher.group(3).length());
        }
        int digits = matcher.group(2).isEmpty() ? 1 : Integer.parseInt(matcher.group(2));
        if (matcher.group(1).equalsIgnoreCase("d")) {
            return padded(number.getAsLong(), digits);
        }
        String hex = Long.toHexString(number.getAsLong());
        String full = "0".repeat(Math.max(0, digits - hex.length())) + hex;
        return matcher.group(1).equals("X") ? full.toUpperCase(Locale.ROOT) : full;
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        String sign = number < 0 ? "-" : "";
        String plain = number < 0 ? text.substring(1) : text;
        return sign + "0".repeat(Math.max(0, digits - plain.length())) + plain;
    }
}
