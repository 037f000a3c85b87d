// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of other people: tests tagged {@code corpus} read those in the directory that {@code -Dcorpus=} names. */
public final class Corpus {
    private Corpus() {}

    /** Those with the ending; one at least. */
    public static List<Path> files(String ending) throws IOException {
        Path root = Path.of(System.getProperty("corpus"));
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> files = all.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IOException("no file ends with " + ending + " in " + root.toAbsolutePath());
            }
            return files;
        }
    }
}
