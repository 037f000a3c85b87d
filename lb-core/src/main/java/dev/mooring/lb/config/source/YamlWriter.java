// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.List;
import java.util.regex.Pattern;

/** Writes nodes as YAML that {@link YamlReader} reads back to equal ones, positions aside. Always the same text for the same nodes. */
public final class YamlWriter {
    /** Text that means itself without quotes, in a block and in a list with brackets. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.][A-Za-z0-9_/.+@%-]*(:[A-Za-z0-9_/.+@%-]+)*");
    /** What other YAML tools would take for a number, a truth value or nothing. */
    private static final Pattern NOT_TEXT = Pattern.compile(
            "[-+]?[0-9._]+([eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+|0o[0-7]+|[-+]?\\.inf|\\.nan|true|false|yes|no|on|null",
            Pattern.CASE_INSENSITIVE);

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    /** The text of a document. */
    public static String write(MapNode root) {
        YamlWriter writer = new YamlWriter();
        writer.map(root, 0, false);
        return writer.out.toString();
    }

    private void map(MapNode map, int indent, boolean afterDash) {
        boolean first = afterDash;
        for (MapNode.Entry entry : map.entries()) {
            out.append(first ? "" : "  ".repeat(indent))
                    .append(scalar(entry.key(), true))
                    .append(':');
            first = false;
            value(entry.value(), indent + 1);
        }
    }

    private void value(Node value, int indent) {
        if (value instanceof MapNode map && !map.entries().isEmpty()) {
            out.append('\n');
            map(map, indent, false);
        } else if (value instanceof ListNode list && !list.items().stream().allMatch(ScalarNode.class::isInstance)) {
            out.append('\n');
            list(list, indent);
        } else {
            out.append(' ').append(inline(value)).append('\n');
        }
    }

    private void list(ListNode list, int indent) {
        for (Node item : list.items()) {
            out.append("  ".repeat(indent)).append('-');
            if (item instanceof MapNode map && !map.entries().isEmpty()) {
                out.append(' ');
                map(map, indent + 1, true);
            } else {
                value(item, indent + 1);
            }
        }
    }

    private static String inline(Node value) {
        if (value instanceof ScalarNode scalar) {
            return scalar(scalar.text(), scalar.quoted());
        }
        if (value instanceof UnknownNode unknown) {
            return inQuotes(unknown.kind());
        }
        List<Node> items = value instanceof ListNode list ? list.items() : List.of();
        return value instanceof MapNode
                ? "{}"
                : "[" + String.join(", ", items.stream().map(YamlWriter::inline).toList()) + "]";
    }

    private static String scalar(String text, boolean mustStayText) {
        boolean plain = PLAIN.matcher(text).matches()
                && !(mustStayText && NOT_TEXT.matcher(text).matches());
        return plain ? text : inQuotes(text);
    }

    private static String inQuotes(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c == ' ' || isGraphic(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format("\\U%08x", c));
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isGraphic(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
