// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium of its own, with an empty profile. Safe from any thread. */
public final class Chromium implements AutoCloseable {
    private static final List<String> USUAL_PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");

    private final Path profile;
    private final Process process;
    private final DevTools tools;

    private Chromium(Path profile, Process process, DevTools tools) {
        this.profile = profile;
        this.process = process;
        this.tools = tools;
    }

    /** Starts one, or skips the test where there is none. */
    public static Chromium start() throws Exception {
        Optional<Path> binary = find();
        assumeTrue(
                binary.isPresent(),
                "no Chromium: install one (apt-get install chromium), or set the variable CHROMIUM to where it is");
        Path profile = Files.createTempDirectory("mooring-chromium");
        Process process = new ProcessBuilder(
                        binary.orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--window-size=1280,1000",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chromium.log").toFile())
                .start();
        try {
            return new Chromium(profile, process, DevTools.connect(address(profile, process)));
        } catch (Exception | AssertionError e) {
            end(process, profile);
            throw e;
        }
    }

    private static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        return (named == null ? USUAL_PLACES.stream() : Stream.of(named))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static URI address(Path profile, Process process) throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        Eventually.holds("Chromium listens", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Chromium ended: " + Files.readString(profile.resolve("chromium.log")));
            }
            return Files.exists(file) && Files.readAllLines(file).size() == 2;
        });
        List<String> lines = Files.readAllLines(file);
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
    }

    /** A new tab that shares nothing with others, no cookie either: another visitor. */
    public Page visitor() throws Exception {
        String context = tools.command(null, "Target.createBrowserContext", "{\"disposeOnDetach\":true}")
                .get("browserContextId")
                .text();
        return Page.open(tools, context);
    }

    private static void end(Process process, Path profile) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            for (ProcessHandle child : children) {
                child.onExit().get(10, TimeUnit.SECONDS);
            }
        } catch (Exception stillThere) {
            // Then some files of its profile stay in the temporary directory.
            Thread.currentThread().interrupt();
            return;
        }
        delete(profile);
    }

    private static void delete(Path profile) {
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tools.close();
        end(process, profile);
    }
}
