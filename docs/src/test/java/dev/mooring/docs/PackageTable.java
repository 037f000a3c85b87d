// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of section 4 of {@code docs/architecture.md}: what lives in a package of lb-core, and what it may use. */
record PackageTable(Map<String, Row> rows) {
    /** The name of the package {@code dev.mooring.lb} itself. */
    static final String ROOT = "(root)";

    private static final Page PART = Project.page("docs/architecture.md").section("4. Packages");
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z]\\w+");
    private static final Map<String, String> LIBRARIES = Map.of(
            "jdk", "jdk.net.",
            "netty", "io.netty.",
            "caffeine", "com.github.benmanes.caffeine.",
            "micrometer", "io.micrometer.",
            "jackson-core", "com.fasterxml.jackson.core.",
            "snakeyaml-engine", "org.snakeyaml.engine.",
            "slf4j", "org.slf4j.");

    /** One package: the classes named, the packages and the beginnings of the library packages that it may use. */
    record Row(Set<String> classes, Set<String> packages, Set<String> libraries) {}

    static PackageTable read() {
        List<List<String>> table = PART.table("Package");
        Set<String> names = table.stream().map(row -> Page.plain(row.get(0))).collect(Collectors.toSet());
        Map<String, Row> rows = new LinkedHashMap<>();
        for (List<String> row : table) {
            if (rows.put(Page.plain(row.get(0)), row(row.get(1), row.get(2), names)) != null) {
                throw new AssertionError("two rows for " + row.get(0));
            }
        }
        return new PackageTable(rows);
    }

    /** Packages, or classes of them, that other modules may use: those of the sentence below the table. */
    static Set<String> openToOthers() {
        return Page.code(String.join(" ", PART.lines())
                        .split("API for others = ")[1]
                        .split("\\. ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Row row(String livesHere, String mayUse, Set<String> names) {
        String bracketed = livesHere.matches(".*\\[.*\\]") ? livesHere.replaceAll(".*\\[(.*)\\]", "$1") : "";
        Set<String> libraries = words(bracketed).stream()
                .map(library -> required(LIBRARIES, library))
                .collect(Collectors.toSet());
        // What stands in parentheses explains, and names what lives elsewhere.
        String named = Page.code(livesHere.replaceAll("\\([^)]*\\)", "")).collect(Collectors.joining(" "));
        Set<String> classes = CLASS.matcher(named)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> packages = mayUse.equals("everything") ? names : words(mayUse.equals("-") ? "" : mayUse);
        if (!names.containsAll(packages)) {
            throw new AssertionError("'May use' names a package without a row: " + mayUse);
        }
        return new Row(classes, packages, libraries);
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(", "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String required(Map<String, String> map, String key) {
        String value = map.get(key);
        if (value == null) {
            throw new AssertionError("unknown library [" + key + "] (expected: one of " + map.keySet() + ")");
        }
        return value;
    }
}
