// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the different products write them. */
final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|[hms])");
    private static final Duration LONGEST = Duration.ofDays(365);

    private Durations() {}

    /** Such as {@code 1h30m}; no longer than a year. */
    static Optional<Duration> parse(Value value) {
        return value.text().flatMap(Durations::parse);
    }

    static Optional<Duration> parse(String text) {
        if (!text.matches("([0-9]{1,9}(ms|[hms]))+")) {
            return Optional.empty();
        }
        long millis = 0;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            long number = Long.parseLong(parts.group(1));
            millis += switch (parts.group(2)) {
                case "h" -> number * 3_600_000;
                case "m" -> number * 60_000;
                case "s" -> number * 1000;
                default -> number;
            };
        }
        Duration duration = Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
        return Optional.of(duration);
    }

    /** The same, or a bare number of seconds. */
    static Optional<Duration> seconds(Value value) {
        return value.number()
                .map(seconds -> Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds())))
                .or(() -> parse(value));
    }

    /** A limit, of which 0 means none. */
    static Optional<Duration> limit(Duration duration) {
        return Optional.of(duration).filter(limit -> !limit.isZero());
    }
}
