// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in, found from wherever they are started. */
final class Project {
    static final Path ROOT = root();

    private Project() {}

    /** All that is written for people, README first. */
    static List<Page> pages() {
        Stream<Path> top = Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
                .map(ROOT::resolve);
        return Stream.concat(top, files("docs", ".md").stream()).map(Page::of).toList();
    }

    static Page page(String name) {
        return Page.of(ROOT.resolve(name));
    }

    /** The files under a folder whose names end so, build results excepted. */
    static List<Path> files(String folder, String ending) {
        Path from = ROOT.resolve(folder);
        try (Stream<Path> all = Files.walk(from)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !from.relativize(file).toString().matches("(.*/)?target/.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        for (Path up = at; up != null; up = up.getParent()) {
            if (Files.exists(up.resolve("README.md")) && Files.exists(up.resolve("pom.xml"))) {
                return up;
            }
        }
        throw new IllegalStateException("no README.md and pom.xml above " + at);
    }
}
