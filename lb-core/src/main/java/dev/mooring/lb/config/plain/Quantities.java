// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 250ms} and sizes such as {@code 8KiB}: how they are read and written. */
public final class Quantities {
    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,12})([A-Za-z]*)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Quantities() {}

    /** The duration as it is written, in the largest unit that needs no fraction. */
    public static String write(Duration duration) {
        long millis = duration.toMillis();
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            long size = MILLIS.getOrDefault(unit, 1L);
            if (millis != 0 && millis % size == 0) {
                return millis / size + unit;
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }

    /** The size as it is written, in the largest unit that needs no fraction. */
    public static String writeSize(long bytes) {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            long size = BYTES.getOrDefault(unit, 1L);
            if (bytes != 0 && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return Long.toString(bytes);
    }

    static Optional<Duration> duration(String text) {
        return read(text, MILLIS).map(Duration::ofMillis);
    }

    static Optional<Long> size(String text) {
        return read(text, BYTES);
    }

    private static Optional<Long> read(String text, Map<String, Long> units) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        // Twelve digits of the largest unit still fit into a long.
        return Optional.ofNullable(units.get(matcher.group(2))).map(unit -> Long.parseLong(matcher.group(1)) * unit);
    }
}
