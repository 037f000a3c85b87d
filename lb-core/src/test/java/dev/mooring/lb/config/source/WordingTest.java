// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {
    private static final List<String> NAMES = List.of("timeouts", "timeout", "retries", "host");

    @Test
    void theNearestNameIsFound() {
        assertEquals("did you mean 'timeouts'?", Wording.didYouMean("timouts", NAMES));
        assertEquals("did you mean 'retries'?", Wording.didYouMean("retreis", NAMES));
        assertEquals("did you mean 'host'?", Wording.didYouMean("hots", NAMES));
        assertEquals("", Wording.didYouMean("pool", NAMES));
        assertEquals("", Wording.didYouMean("x".repeat(100_000), NAMES));
    }

    @Test
    void namesAreListedAsInSpeech() {
        assertEquals("", Wording.oneOf(List.of()));
        assertEquals("a", Wording.oneOf(List.of("a")));
        assertEquals("a, b or c", Wording.oneOf(List.of("a", "b", "c")));
    }

    @Test
    void quotedTextStaysOnOneShortLine() {
        assertEquals("'a\\u000ab\\u001b'", Wording.quoted("a\nb\u001b"));
        assertEquals(65, Wording.quoted("x".repeat(1000)).length());
        assertEquals("'" + "🚢".repeat(60) + "'", Wording.quoted("🚢".repeat(60)));
    }
}
