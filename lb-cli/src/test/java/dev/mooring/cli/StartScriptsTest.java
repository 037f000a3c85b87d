// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The two start scripts choose the same flags, and the page has a note on each. The one for a shell is run with a runtime that
 * only says what it was given; of the one for PowerShell, which is not everywhere, the table is read.
 */
class StartScriptsTest {
    private static final Path SHELL = Path.of("bin", "mooring").toAbsolutePath();
    private static final Path POWER_SHELL = Path.of("bin", "mooring.ps1").toAbsolutePath();
    private static final Pattern ROW = Pattern.compile("@\\((\\d+), (\\d+), '([^']+)'\\)");
    /** What stands in no table, because it depends on files: the same words are in both scripts. */
    private static final Pattern CACHE =
            Pattern.compile("-XX:(\\+AutoCreate|SharedArchiveFile|AOTCache|\\+DisplayVMOutput).*|-Xlog:.*");

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {17, 19, 21, 23, 24, 25, 26, 30})
    void flagsAreTheSameForEachRuntime(int version) throws Exception {
        Set<String> shell = flags(version).stream()
                .filter(flag -> !CACHE.matcher(flag).matches())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> powerShell = ROW.matcher(Files.readString(POWER_SHELL))
                .results()
                .filter(row -> version >= Integer.parseInt(row.group(1)))
                .filter(row -> row.group(2).equals("0") || version <= Integer.parseInt(row.group(2)))
                .map(row -> row.group(3))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(shell, powerShell);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 19, 24, 25, 26})
    void flagsOfTheCacheAreInBothScripts(int version) throws Exception {
        String powerShell = Files.readString(POWER_SHELL);
        for (String flag : flags(version)) {
            String name = flag.split("=/", 2)[0];
            assertTrue(powerShell.contains(name), name + " (expected: also in " + POWER_SHELL.getFileName() + ")");
        }
    }

    @Test
    void thePageHasANoteOnEachFlag() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "start-script.md"));
        for (int version : List.of(17, 19, 24, 25)) {
            for (String flag : flags(version)) {
                String name = flag.split("=/", 2)[0];
                assertTrue(name.startsWith("-Xlog:") || page.contains(name), name + " (expected: in the page)");
            }
        }
    }

    @Test
    void anOldRuntimeIsRefused() throws Exception {
        List<String> said = start(11);
        assertTrue(said.get(0).contains("Java 11") && said.get(0).contains("17 or newer"), said::toString);
        assertTrue(Files.readString(POWER_SHELL).contains("(expected: 17 or newer)"));
    }

    @Test
    void whatAnInterruptedFirstRunLeftBehindIsRemoved() throws Exception {
        Path cache = Files.createDirectories(directory.resolve("cache").resolve("mooring"));
        Path left = Files.writeString(cache.resolve("classes-25-1.aot.config"), "");
        start(25);
        assertFalse(Files.exists(left));
        assertTrue(Files.readString(POWER_SHELL).contains("-*.aot*"));
    }

    /** What stands before {@code -jar}. */
    private List<String> flags(int version) throws Exception {
        List<String> words = start(version);
        int jar = words.indexOf("-jar");
        assertTrue(jar > 0, words::toString);
        return words.subList(0, jar);
    }

    private List<String> start(int version) throws Exception {
        Path home = directory.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        Path java = home.resolve("bin").resolve("java");
        Files.writeString(java, "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        Path jar = directory.resolve("mooring.jar");
        Files.writeString(jar, "");
        ProcessBuilder script = new ProcessBuilder(SHELL.toString(), "run", "x.yaml").redirectErrorStream(true);
        script.environment().put("JAVA_HOME", home.toString());
        script.environment().put("MOORING_JAR", jar.toString());
        script.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        script.environment().remove("MOORING_JAVA_OPTIONS");
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return said.lines().toList();
    }
}
