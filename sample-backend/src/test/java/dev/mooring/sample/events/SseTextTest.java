// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseTextTest {
    private static final EventId ID = new EventId("b1", 7);

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\r\nb"})
    void everyLineEndBeginsANewDataField(String data) {
        assertEquals("id: b1-7\ndata: a\ndata: b\n\n", SseText.event(ID, data));
    }

    @Test
    void emptyLinesAtTheEndAreKept() {
        assertEquals("id: b1-7\ndata: a\ndata: \ndata: \n\n", SseText.event(ID, "a\n\n"));
    }

    @Test
    void aLeadingSpaceSurvivesTheOneTheFormatDrops() {
        assertEquals("event: message\nid: b1-7\ndata:  a\n\n", SseText.event("message", ID, " a"));
    }

    @Test
    void retryAndCommentsAreBlocksOfTheirOwn() {
        assertEquals("retry: 2000\n\n", SseText.retry(2_000));
        assertEquals(": heartbeat\n\n", SseText.comment("heartbeat"));
    }
}
