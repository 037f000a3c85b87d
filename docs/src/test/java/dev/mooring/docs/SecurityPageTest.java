// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code SECURITY.md} says is tested by a test of which name. */
class SecurityPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

    @Test
    void testsThatThePageNamesExist() {
        List<String> files = Stream.of("lb-core", "lb-cli", "sample-backend", "docs")
                .flatMap(module -> Project.files(module, ".java").stream())
                .map(file -> file.getFileName().toString())
                .toList();
        List<String> named = Project.page("SECURITY.md").lines().stream()
                .flatMap(line -> TEST.matcher(line).results())
                .map(match -> match.group(1))
                .distinct()
                .toList();

        assertTrue(named.size() > 10, named::toString);
        assertEquals(
                List.of(),
                named.stream().filter(test -> !files.contains(test + ".java")).toList());
    }
}
