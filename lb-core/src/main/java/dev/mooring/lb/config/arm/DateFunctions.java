// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions about time, always that of UTC. */
final class DateFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("utcNow", 0, 1, DateFunctions::utcNow),
            new Builtin("dateTimeAdd", 2, 3, DateFunctions::dateTimeAdd),
            new Builtin("dateTimeToEpoch", 1, 1, a -> a.made(time(a).toEpochSecond())),
            new Builtin(
                    "dateTimeFromEpoch",
                    1,
                    1,
                    a -> a.made(DateFormat.apply(
                            Instant.ofEpochSecond(a.integer(0)).atOffset(ZoneOffset.UTC), "yyyy-MM-ddTHH:mm:ssZ"))));

    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssX", Locale.ROOT),
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX", Locale.ROOT));
    private static final Pattern DURATION = Pattern.compile("(-?)P([^T]*)(T.*)?");

    private DateFunctions() {}

    private static Node utcNow(Arguments a) {
        OffsetDateTime now = a.shared.settings.clock().instant().atOffset(ZoneOffset.UTC);
        return a.made(DateFormat.apply(now, a.has(0) ? a.text(0) : "yyyyMMddTHHmmssZ"));
    }

    private static Node dateTimeAdd(Arguments a) {
        String duration = a.text(1);
        Matcher parts = DURATION.matcher(duration);
        if (!parts.matches()) {
            throw a.fails("needs a duration such as P1DT2H (found "
                    + dev.mooring.lb.config.source.Wording.quoted(duration) + ")");
        }
        int sign = parts.group(1).isEmpty() ? 1 : -1;
        OffsetDateTime time = time(a);
        if (!parts.group(2).isEmpty()) {
            time = time.plus(Period.parse("P" + parts.group(2)).multipliedBy(sign));
        }
        if (parts.group(3) != null) {
            time = time.plus(Duration.parse("P" + parts.group(3)).multipliedBy(sign));
        }
        return a.made(DateFormat.apply(time, a.has(2) ? a.text(2) : "yyyy-MM-ddTHH:mm:ssZ"));
    }

    private static OffsetDateTime time(Arguments a) {
        String text = a.text(0);
        return FORMS.stream()
                .flatMap(form -> parsed(text, form).stream())
                .findFirst()
                .orElseGet(() -> LocalDateTime.parse(text).atOffset(ZoneOffset.UTC));
    }

    private static Optional<OffsetDateTime> parsed(String text, DateTimeFormatter form) {
        try {
            return Optional.of(OffsetDateTime.parse(text, form).withOffsetSameInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException anotherForm) {
            return Optional.empty();
        }
    }
}
