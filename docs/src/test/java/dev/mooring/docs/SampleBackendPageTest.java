// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.sample.SampleBackend;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/reference/sample-backend.md}: its options and paths are those that there are. */
class SampleBackendPageTest {
    private static final Page PAGE = Project.page("docs/reference/sample-backend.md");
    private static final Pattern ROUTE = Pattern.compile("\\.(get|post|put)\\((?:\"([^\"]+)\"|path),");

    @Test
    void thePageHasExactlyTheOptionsThatThereAreWithTheirDefaults() {
        List<List<String>> code = new CommandLine(new SampleBackend())
                .getCommandSpec().options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(option -> List.of(
                                option.longestName(),
                                Optional.ofNullable(option.defaultValue()).orElse("-")))
                        .sorted((one, other) -> one.get(0).compareTo(other.get(0)))
                        .toList();
        List<List<String>> documented = PAGE.table("Option").stream()
                .map(row -> List.of(Page.plain(row.get(0)), Page.plain(row.get(1))))
                .sorted((one, other) -> one.get(0).compareTo(other.get(0)))
                .toList();
        assertEquals(code, documented);
    }

    @Test
    void thePageHasExactlyThePathsThatThereAre() {
        TreeSet<String> code = Stream.of("Routes.java", "fault/Control.java")
                .map(file -> Project.read(Project.ROOT
                        .resolve("sample-backend/src/main/java/dev/mooring/sample")
                        .resolve(file)))
                .flatMap(source -> ROUTE.matcher(source).results())
                .flatMap(found -> {
                    String method = found.group(1).toUpperCase(Locale.ROOT) + " ";
                    // The one place where the path is a variable: a loop over two of them.
                    return Optional.ofNullable(found.group(2))
                            .map(path -> Stream.of(method + path))
                            .orElseGet(() -> Stream.of(method + "/upload", method + "/echo"));
                })
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> documented = PAGE.table("Request").stream()
                .flatMap(row -> Page.code(row.get(0)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(code.size() > 20, code::toString);
        assertEquals(code, documented);
    }
}
