// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;

/** Writes a value as JSON without blanks. */
final class JsonText {
    private final TextBuilder out;

    private JsonText(SourcePosition position) {
        this.out = new TextBuilder(position);
    }

    /** The text; not known when a part of the value is not. */
    static String of(Node node, SourcePosition position) {
        JsonText text = new JsonText(position);
        text.value(node);
        return text.out.toString();
    }

    private void value(Node node) {
        if (node instanceof UnknownNode unknown) {
            throw new NotKnown(unknown);
        } else if (node instanceof MapNode map) {
            String before = "{";
            for (MapNode.Entry entry : map.entries()) {
                out.append(before);
                quoted(entry.key());
                out.append(":");
                value(entry.value());
                before = ",";
            }
            out.append(map.entries().isEmpty() ? "{}" : "}");
        } else if (node instanceof ListNode list) {
            String before = "[";
            for (Node item : list.items()) {
                out.append(before);
                value(item);
                before = ",";
            }
            out.append(list.items().isEmpty() ? "[]" : "]");
        } else if (node instanceof ScalarNode scalar && scalar.quoted()) {
            quoted(scalar.text());
        } else {
            out.append(Values.isNull(node) ? "null" : ((ScalarNode) node).text());
        }
    }

    private void quoted(String text) {
        out.append("\"");
        int clean = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text.substring(clean, i)).append(escaped(c));
                clean = i + 1;
            }
        }
        out.append(text.substring(clean)).append("\"");
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", (int) c);
        };
    }
}
