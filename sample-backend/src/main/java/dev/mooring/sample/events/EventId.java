// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an event on the wire: {@code <server>-<number>}.
 *
 * @param server the name of the server whose log the number belongs to
 * @param number the number in that log
 */
public record EventId(String server, long number) {
    /** Names that can stand in an id, a log line and a URL without escaping. */
    public static final Pattern SERVER_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Pattern FORM = Pattern.compile("(" + SERVER_NAME.pattern() + ")-([0-9]{1,18})");

    /** Reads an id that a client sent back; empty when it is none of ours, whatever was sent. */
    public static Optional<EventId> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new EventId(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return server + "-" + number;
    }
}
