// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages point at is there. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FILE = Pattern.compile("\\.?[\\w.-]+(/[\\w.-]+)*/[\\w-]*\\.\\w+|\\.ci/\\w+");
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+(?:Test|IT|Contract)\\b");

    private static final Pattern CLASS =
            Pattern.compile("(?<![-\\w])((?!Xxx)[A-Z][a-z]+(?:[A-Z]\\w*|(?=\\.[a-z])))(?:\\.([a-z]\\w+))?");
    private static final Set<String> OF_THE_JDK = Set.of("InstantSource", "RandomGenerator");

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Page page : Project.pages()) {
            for (String target : links(page)) {
                links++;
                if (!leadsSomewhere(page, target)) {
                    broken.add(page.name() + ": " + target);
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 15, "only " + links + " links");
    }

    @Test
    void everyFileNamedIsThere() {
        List<String> missing = new ArrayList<>();
        for (Page page : Project.pages()) {
            page.prose().stream()
                    .flatMap(Page::code)
                    .flatMap(code -> Stream.of(code.split("\\s+")))
                    .filter(word -> FILE.matcher(word).matches())
                    .filter(word -> !isThere(page, word))
                    .forEach(word -> missing.add(page.name() + ": " + word));
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyTestNamedIsThere() {
        Set<String> tests = Stream.of("lb-core", "lb-cli", "sample-backend", "docs")
                .flatMap(module -> Project.files(module, ".java").stream())
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (Page page : Project.pages()) {
            String text = String.join("\n", page.lines());
            TEST.matcher(text)
                    .results()
                    .map(found -> found.group())
                    .filter(name -> !tests.contains(name))
                    .forEach(name -> missing.add(page.name() + ": " + name));
        }
        assertEquals(List.of(), missing);
    }

    /** With the member that is named with it; of the sources, not of the table of packages, which has a test of its own. */
    @Test
    void everyClassNamedIsThere() {
        Map<String, String> sources = Stream.of("lb-core", "lb-cli", "sample-backend", "docs")
                .flatMap(module -> Project.files(module, ".java").stream())
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""), Project::read, String::concat));
        List<String> missing = new ArrayList<>();
        for (String name : List.of("docs/architecture.md", "CONTRIBUTING.md")) {
            List<MatchResult> named = Project.page(name).prose().stream()
                    .flatMap(Page::code)
                    .flatMap(code -> CLASS.matcher(code).results())
                    .filter(found -> !OF_THE_JDK.contains(found.group(1)))
                    .toList();
            assertTrue(named.size() > 5, name);
            named.stream()
                    .filter(found -> !sources.getOrDefault(found.group(1), "")
                            .contains(Optional.ofNullable(found.group(2)).orElse(found.group(1))))
                    .forEach(found -> missing.add(name + ": " + found.group()));
        }
        assertEquals(List.of(), missing);
    }

    /** Java in the pages is Java of the sources, so that it compiles. */
    @Test
    void everyPieceOfJavaIsAPieceOfTheSources() {
        String sources = Project.files("lb-core/src/main/java", ".java").stream()
                .map(Project::read)
                .map(LinksTest::squeezed)
                .collect(Collectors.joining());
        for (Page page : Project.pages()) {
            for (Page.Block block : page.blocks("java")) {
                assertTrue(
                        sources.contains(squeezed(block.text())),
                        () -> page.name() + ":" + block.line() + " is not in lb-core");
            }
        }
    }

    @Test
    void theReadmeLeadsToEveryPage() {
        Page readme = Project.page("README.md");
        Set<Path> linked = links(readme).stream()
                .map(target ->
                        Project.ROOT.resolve(target.replaceAll("#.*", "")).normalize())
                .collect(Collectors.toSet());
        Project.pages().stream()
                .filter(page -> !page.file().equals(readme.file()))
                .forEach(page -> assertTrue(linked.contains(page.file()), () -> "README does not link " + page.name()));
    }

    private static List<String> links(Page page) {
        return LINK.matcher(String.join("\n", page.prose()))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static boolean leadsSomewhere(Page page, String target) {
        if (target.matches("https?://.+")) {
            return true;
        }
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
        return Files.exists(file)
                && (parts.length == 1 || anchors(Page.of(file)).anyMatch(parts[1]::equals));
    }

    /** The anchors that GitHub gives to headings. */
    private static Stream<String> anchors(Page page) {
        return page.prose().stream()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'));
    }

    /** As a path from the root or from the page; what a build makes counts when its module is there. */
    private static boolean isThere(Page page, String word) {
        return Files.exists(Project.ROOT.resolve(word))
                || Files.exists(page.file().resolveSibling(word))
                || (word.matches("[\\w-]+/target/[\\w-]+\\.jar")
                        && Project.read(Project.ROOT.resolve(word.replaceAll("/.*", "/pom.xml")))
                                .contains(word.replaceAll(".*/", "")));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
