// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A page of {@code docs/reference}, read by the tests that keep it true. */
public final class ReferencePage {
    private final List<String> lines;

    private ReferencePage(List<String> lines) {
        this.lines = lines;
    }

    /** The page of this name, wherever in the project the test was started. */
    public static ReferencePage of(String name) throws IOException {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("docs/reference"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IOException("no docs/reference above " + Path.of("").toAbsolutePath());
        }
        return new ReferencePage(Files.readAllLines(at.resolve("docs/reference").resolve(name)));
    }

    /** The rows of the table whose first heading is this, each as its cells without white space and back-ticks. */
    public List<List<String>> table(String firstHeading) {
        int head = 0;
        while (!lines.get(head).startsWith("| " + firstHeading + " |")) {
            head++;
        }
        return lines.subList(head + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(ReferencePage::cells)
                .toList();
    }

    /** The first block of this language. */
    public String block(String language) {
        int from = lines.indexOf("```" + language) + 1;
        return String.join(
                "\n",
                lines.subList(from, from + lines.subList(from, lines.size()).indexOf("```")));
    }

    private static List<String> cells(String row) {
        String inner = row.substring(1, row.lastIndexOf('|'));
        return Arrays.stream(inner.split("\\|", -1))
                .map(cell -> cell.replace("`", "").strip())
                .toList();
    }
}
