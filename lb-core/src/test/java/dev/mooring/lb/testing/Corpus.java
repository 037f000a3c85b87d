// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Files of other people, if they lie beside the project or further up. */
public final class Corpus {
    private static final Path BESIDE = Path.of("shared", "corpus");

    private Corpus() {}

    /** Those with the ending; a test that asks for them is skipped where there are none. */
    public static List<Path> files(String ending) throws IOException {
        Path root = root();
        Assumptions.assumeTrue(Files.isDirectory(root), () -> "nothing to read in " + root);
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(BESIDE))) {
                return at.resolve(BESIDE);
            }
        }
        return here.resolve(BESIDE);
    }
}
