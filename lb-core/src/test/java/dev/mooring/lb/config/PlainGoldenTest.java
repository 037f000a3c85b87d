// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code src/test/resources/config/plain}, as {@link GoldenDirectories} describes them. */
class PlainGoldenTest {
    private static final GoldenDirectories CASES = new GoldenDirectories("src/test/resources/config/plain");

    @TestFactory
    Stream<DynamicTest> everyCaseIsAsExpected() throws IOException {
        return CASES.tests();
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertTrue(CASES.cases().size() >= 30, "too few cases");
    }
}
