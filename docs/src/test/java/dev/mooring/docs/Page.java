// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of Markdown, as far as the tests have to understand it. */
record Page(Path file, List<String> lines) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static Page of(Path file) {
        return new Page(file, Project.read(file).lines().toList());
    }

    /** A fenced block and the line on which it begins, counted from 1. */
    record Block(String language, String text, int line) {}

    /** Its name as seen from the project's root. */
    String name() {
        return Project.ROOT.relativize(file).toString();
    }

    /** All fenced blocks. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                List<String> inside = lines.subList(i + 1, lines.size()).stream()
                        .takeWhile(line -> !line.equals("```"))
                        .toList();
                blocks.add(new Block(lines.get(i).substring(3), String.join("\n", inside), i + 1));
                i += inside.size() + 1;
            }
        }
        return blocks;
    }

    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** The lines that are not in a fenced block. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean inBlock = false;
        for (String line : lines) {
            inBlock ^= line.startsWith("```");
            if (!inBlock && !line.startsWith("```")) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** The part below the heading that begins so, until the next heading of any level. */
    Page section(String heading) {
        int from = indexOf(line -> line.matches("#+ " + Pattern.quote(heading) + ".*"), "heading " + heading);
        List<String> rest = lines.subList(from + 1, lines.size());
        return new Page(
                file, rest.stream().takeWhile(line -> !line.matches("#+ .*")).toList());
    }

    /** The rows of the table whose first heading is this, each as its cells with their Markdown. */
    List<List<String>> table(String firstHeading) {
        int head = indexOf(line -> line.startsWith("| " + firstHeading + " |"), "table of " + firstHeading);
        return lines.subList(head + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(Page::cells)
                .toList();
    }

    /** The line that begins so. */
    String line(String beginning) {
        return lines.get(indexOf(line -> line.startsWith(beginning), "line " + beginning));
    }

    /** What stands between back-ticks. */
    static Stream<String> code(String markdown) {
        return CODE.matcher(markdown).results().map(found -> found.group(1));
    }

    /** The text of a cell that is nothing but code, or as it is. */
    static String plain(String cell) {
        Matcher code = CODE.matcher(cell);
        return code.matches() ? code.group(1) : cell;
    }

    private static List<String> cells(String row) {
        String inner = row.substring(1, row.lastIndexOf('|'));
        return Arrays.stream(inner.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
    }

    private int indexOf(Predicate<String> wanted, String what) {
        for (int i = 0; i < lines.size(); i++) {
            if (wanted.test(lines.get(i))) {
                return i;
            }
        }
        throw new AssertionError(name() + " has no " + what);
    }
}
