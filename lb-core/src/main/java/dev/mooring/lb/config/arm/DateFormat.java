// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;

/** Writes a time by a pattern of the cloud, whose letters are almost those of Java. */
final class DateFormat {
    private static final Map<String, String> STANDARD = Map.of(
            "d", "MM/dd/yyyy",
            "D", "dddd, dd MMMM yyyy",
            "g", "MM/dd/yyyy HH:mm",
            "G", "MM/dd/yyyy HH:mm:ss",
            "o", "yyyy-MM-ddTHH:mm:ss.fffffffZ",
            "R", "ddd, dd MMM yyyy HH:mm:ss GMT",
            "s", "yyyy-MM-ddTHH:mm:ss",
            "t", "HH:mm",
            "u", "yyyy-MM-dd HH:mm:ssZ",
            "Y", "yyyy MMMM");
    private static final String LETTERS = "yMdHhmsft";
    private static final int MAX_RUN = 7;
    private static final int MAX_PATTERN = 200;

    private DateFormat() {}

    static String apply(OffsetDateTime time, String format) {
        String pattern = STANDARD.getOrDefault(format, format);
        if (pattern.length() > MAX_PATTERN) {
            throw new IllegalArgumentException("too long");
        }
        DateTimeFormatterBuilder java = new DateTimeFormatterBuilder();
        for (int i = 0; i < pattern.length(); ) {
            int end = i + 1;
            while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(i) && end - i < MAX_RUN) {
                end++;
            }
            if (LETTERS.indexOf(pattern.charAt(i)) < 0) {
                java.appendLiteral(pattern.substring(i, end));
            } else {
                java.appendPattern(run(pattern.charAt(i), end - i));
            }
            i = end;
        }
        return java.toFormatter(Locale.ENGLISH).format(time);
    }

    private static String run(char letter, int length) {
        return switch (letter) {
            case 'd' -> length == 4 ? "EEEE" : length == 3 ? "EEE" : "d".repeat(length);
            case 'f' -> "S".repeat(length);
            case 't' -> "a";
            case 'y' -> "u".repeat(length);
            default -> String.valueOf(letter).repeat(length);
        };
    }
}
