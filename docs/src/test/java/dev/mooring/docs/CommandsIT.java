// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that a page tells its reader to type is typed, and does what the page says. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsIT {
    private static final String FIRST = "mvn -q -DskipTests package && java -jar lb-cli/target/mooring.jar demo";
    private static final String SECOND = "mvn verify";
    private static final Set<String> LANGUAGES = Set.of("sh", "yaml", "json", "java", "text", "");
    private static final Pattern SERVER = Pattern.compile("\"server\":\\s*\"([^\"]+)\"");

    static Stream<Page> otherPages() {
        return Project.pages().stream()
                .filter(page -> !page.blocks("sh").isEmpty())
                .filter(page -> !Set.of("README.md", "docs/tutorial.md", "docs/cloud-files.md")
                        .contains(page.name()));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("otherPages")
    void everyCommandOfAPageRuns(Page page, @TempDir Path at) throws IOException, InterruptedException {
        type(page, at);
    }

    @Test
    void theReadmeDoesWhatItSays(@TempDir Path at) throws IOException, InterruptedException {
        List<String> printed = type(Project.page("README.md"), at);

        assertFalse(printed.get(3).matches("(?s).*(error|warning).*"), printed.get(3));
        String response = printed.get(4);
        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        assertTrue(response.toLowerCase(Locale.ROOT).contains("\nx-mooring-explain: "), response);
    }

    @Test
    void theTutorialDoesWhatItSays(@TempDir Path at) throws IOException, InterruptedException {
        List<String> printed = type(Project.page("docs/tutorial.md"), at);

        List<String> regular = servers(printed.get(2));
        assertEquals(3, regular.size(), printed.get(2));
        assertEquals(1, Set.copyOf(regular).size(), () -> "not always the same server: " + regular);
        assertTrue(printed.get(3).contains("\ndata:"), printed.get(3));
        List<String> moved = servers(printed.get(4).substring(printed.get(4).lastIndexOf("}\n{") + 1));
        assertNotEquals(regular.get(0), moved.get(moved.size() - 1), printed.get(4));
        assertTrue(
                printed.get(5).lines().anyMatch(line -> line.contains("why=\"forged\"") && !line.endsWith(" 0.0")),
                printed.get(5));
    }

    @Test
    void thePageOfCloudFilesDoesWhatItSays(@TempDir Path at) throws IOException, InterruptedException {
        List<String> printed = type(Project.page("docs/cloud-files.md"), at);

        assertContains(printed.get(0), " warning stream-buffered ", " warning stream-cut ", " info cloud-address ");
        assertContains(printed.get(1), "10.0.0.4:80", "cut after 30s without a byte");
        assertContains(
                printed.get(2),
                " error cloud-backend ",
                "'api' (10.0.0.4:80, 10.0.0.5:80)",
                "mooring run main.bicep --samples 1");
        // What the specification has for 10.0.0.4:80, whose turn is the first.
        assertContains(
                printed.get(4),
                "HTTP/1.1 200 ",
                "Set-Cookie: ApplicationGatewayAffinity=3a55f62016c087a0369c9fe1ee614d4d; Path=/");
        assertFalse(printed.get(5).contains("cloud-address"), printed.get(5));
        assertContains(printed.get(6), "3600s", "60");
        assertContains(printed.get(8), "HTTP/1.1 200 ", "Set-Cookie: INGRESSCOOKIE=", "HTTP/1.1 404 ");
        assertFalse(printed.get(9).contains(" error "), printed.get(9));
    }

    private static void assertContains(String printed, String... parts) {
        for (String part : parts) {
            assertTrue(printed.contains(part), () -> part + " in\n" + printed);
        }
    }

    /** A block that this test does not see is one that nobody has tried. */
    @Test
    void everyBlockIsOfAKnownLanguage() {
        int shell = 0;
        for (Page page : Project.pages()) {
            long fences = page.lines().stream()
                    .filter(line -> line.stripLeading().startsWith("```"))
                    .count();
            assertEquals(fences, 2L * page.blocks().size(), () -> page.name() + " has an indented or open block");
            page.blocks().forEach(block -> assertTrue(LANGUAGES.contains(block.language()), block::toString));
            shell += page.blocks("sh").size();
        }
        assertTrue(shell >= 12, "only " + shell + " blocks of commands");
    }

    @Test
    void theReadmeHasTheTwoCommandsForAFreshMachine() {
        List<Page.Block> commands = Project.page("README.md").blocks("sh");
        assertEquals(FIRST, commands.get(0).text());
        assertEquals(SECOND, commands.get(1).text());
    }

    @Test
    void theSecondCommandIsWhatDecides() {
        String script = Project.read(Project.ROOT.resolve(".ci/run"));
        assertTrue(script.contains("test_command=$(grep -m1 -x '" + SECOND + "' README.md)"), script);
        assertTrue(script.contains("\n  $test_command "), script);
        assertFalse(script.contains("-DskipTests"), script);
    }

    private static List<String> type(Page page, Path at) throws IOException, InterruptedException {
        try (Reader reader = new Reader(page, at)) {
            List<String> printed = reader.typeAll();
            long blocks = page.lines().stream().filter("```sh"::equals).count();
            assertEquals(blocks, reader.blocks(), "blocks typed");
            return printed;
        }
    }

    private static List<String> servers(String printed) {
        return SERVER.matcher(printed).results().map(found -> found.group(1)).toList();
    }
}
