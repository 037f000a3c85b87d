// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/errors.md}: what it lists is what there is. */
class ErrorsPageTest {
    private static final Page PAGE = Project.page("docs/reference/errors.md");

    @Test
    void thePageHasExactlyTheFailuresThatThereAre() {
        List<List<String>> code = Arrays.stream(Failure.values())
                .map(failure -> List.of(
                        "`" + failure.label() + "`",
                        lower(failure.side()),
                        String.valueOf(failure.status()),
                        lower(failure.retry()),
                        lower(failure.connection()),
                        failure.sentence()))
                .toList();
        assertEquals(code, PAGE.table("Failure"));
    }

    @Test
    void thePageHasExactlyTheClocksThatThereAre() {
        assertEquals(
                Arrays.stream(Clock.values()).map(Clock::label).toList(),
                PAGE.table("Clock").stream().map(row -> Page.plain(row.get(0))).toList());
    }

    @Test
    void theClocksHaveTheirDefaults() {
        TimeoutSpec spec = TimeoutSpec.DEFAULT;
        Map<Clock, Optional<Duration>> defaults = Map.of(
                Clock.CONNECT, Optional.of(spec.connect()),
                Clock.FIRST_BYTE, spec.firstByte(),
                Clock.IDLE, spec.idle(),
                Clock.TOTAL, spec.total(),
                Clock.ATTEMPT, spec.attempt());
        for (List<String> row : PAGE.table("Clock")) {
            Clock clock = Clock.valueOf(
                    Page.plain(row.get(0)).toUpperCase(Locale.ROOT).replace('-', '_'));
            assertEquals(defaults.get(clock), duration(row.get(2)), clock::label);
        }
    }

    @Test
    void eachClockFailsWithAFailureOfTheList() {
        List<String> failures =
                Arrays.stream(Failure.values()).map(Failure::label).toList();
        for (List<String> row : PAGE.table("Clock")) {
            List<String> named = Page.code(row.get(3)).toList();
            assertTrue(!named.isEmpty() && failures.containsAll(named), row::toString);
        }
    }

    private static Optional<Duration> duration(String text) {
        return text.equals("off")
                ? Optional.empty()
                : Optional.of(Duration.parse("PT" + text.replace(" ", "").toUpperCase(Locale.ROOT)));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
