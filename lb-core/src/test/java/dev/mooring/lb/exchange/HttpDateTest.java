// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HttpDateTest {
    private static final long SECOND = Instant.parse("1994-11-06T08:49:37Z").getEpochSecond();

    @Test
    void eachSecondHasItsOwnDateWhereverTheClockGoes() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.at(SECOND));
        assertEquals("Sun, 06 Nov 1994 08:49:38 GMT", HttpDate.at(SECOND + 1));
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.at(SECOND));
    }

    @Test
    void theSameSecondIsPutIntoWordsOnce() {
        assertSame(HttpDate.at(SECOND), HttpDate.at(SECOND));
    }
}
