// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "b1",
                "b1-",
                "-1",
                "b1-x",
                "b1- 1",
                "b1-1 ",
                "b1-+1",
                "b 1-1",
                "b1-1\n",
                "b1\u0000-1",
                "b1-1234567890123456789",
                "b1-\u0661"
            })
    void whatWeNeverWroteIsNotAnId(String text) {
        assertEquals(Optional.empty(), EventId.parse(text));
    }

    @Test
    void aServerNameMayHoldDashes() {
        assertEquals(Optional.of(new EventId("eu-west-1", 42)), EventId.parse("eu-west-1-42"));
    }

    @Test
    void whatWasWrittenCanBeRead() {
        EventId id = new EventId("b1", 1_795_489_428_278L);
        assertEquals(Optional.of(id), EventId.parse(id.toString()));
    }
}
