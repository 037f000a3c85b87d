// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import java.util.regex.Pattern;

/** Writes blocks of the event stream format (WHATWG HTML, 9.2.5). Every method returns a whole block, blank line included. */
public final class SseText {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    private SseText() {}

    /** Sets the client's waiting time before it reconnects. */
    public static String retry(int millis) {
        return "retry: " + millis + "\n\n";
    }

    /** Bytes that mean nothing to the client and keep the connection in use. */
    public static String comment(String text) {
        return ": " + text + "\n\n";
    }

    /** An event that the client sees as a plain message. */
    public static String event(EventId id, String data) {
        return "id: " + id + "\n" + dataLines(data) + "\n";
    }

    /** An event of a named type. */
    public static String event(String type, EventId id, String data) {
        return "event: " + type + "\n" + event(id, data);
    }

    /**
     * A line break in the data would end the field, so each line becomes a field of its own; the client joins them with LF.
     * CR alone is a line break to the client as well.
     */
    private static String dataLines(String data) {
        StringBuilder lines = new StringBuilder(data.length() + 16);
        for (String line : LINE_END.split(data, -1)) {
            lines.append("data: ").append(line).append('\n');
        }
        return lines.toString();
    }
}
