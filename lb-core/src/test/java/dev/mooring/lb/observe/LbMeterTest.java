// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LbMeterTest {
    @Test
    void thePageHasExactlyTheMetersThatThereAre() throws IOException {
        List<List<String>> code = Arrays.stream(LbMeter.values())
                .map(meter -> List.of(
                        meter.meterName(),
                        meter.prometheusName(),
                        meter.type().name().toLowerCase(Locale.ROOT),
                        meter.unit(),
                        meter.tags().isEmpty() ? "-" : String.join(", ", meter.tags()),
                        meter.sentence()))
                .toList();
        assertEquals(code, ReferencePage.of("metrics.md").table("Meter"));
    }

    @Test
    void thePageExplainsEveryTag() throws IOException {
        String explained = ReferencePage.of("metrics.md").table("Tag").stream()
                .map(row -> row.get(0))
                .collect(Collectors.joining(", "));
        List<String> names = List.of(explained.split(", "));
        for (LbMeter meter : LbMeter.values()) {
            assertTrue(
                    names.containsAll(meter.tags()), () -> meter + " has " + meter.tags() + ", explained are " + names);
        }
    }

    @Test
    void thePageListsEveryValueOfTheClosedLists() throws IOException {
        List<List<String>> tags = ReferencePage.of("metrics.md").table("Tag");
        assertLists(
                tags, "end", Arrays.stream(BodyEnd.values()).map(BodyEnd::label).toList());
        assertLists(
                tags, "clock", Arrays.stream(Clock.values()).map(Clock::label).toList());
        assertLists(
                tags,
                "reason",
                Arrays.stream(Reason.values()).map(TagValues::of).toList());
        assertLists(tags, "why", Arrays.stream(Why.values()).map(TagValues::of).toList());
        assertLists(
                tags,
                "result",
                Arrays.stream(ReloadResult.values()).map(ReloadResult::label).toList());
    }

    private static void assertLists(List<List<String>> tags, String tag, List<String> values) {
        String text = tags.stream()
                .filter(row -> row.get(0).equals(tag))
                .findFirst()
                .orElseThrow()
                .get(1);
        String list = text.substring(text.indexOf(": ") + 2);
        assertEquals(values, List.of(list.split(", ")));
    }
}
