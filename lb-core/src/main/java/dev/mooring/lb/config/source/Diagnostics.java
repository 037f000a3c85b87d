// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects diagnostics while files are read and checked. Confined to one thread. */
public final class Diagnostics {
    /** More than anyone reads; bounds the work on a hostile file. */
    static final int MAX = 1000;
    /** Looking for the name that was meant takes longer than all else, and nobody reads hundreds of hints. */
    private static final int MAX_HINTS = 100;

    private final List<Diagnostic> list = new ArrayList<>();

    /** Notes a diagnostic; the hint may be empty. */
    public void add(DiagnosticCode code, SourcePosition position, String message, String hint) {
        if (list.size() < MAX) {
            list.add(new Diagnostic(code, position, message, hint));
        } else if (list.size() == MAX) {
            String enough = "more than " + MAX + " problems; the rest is not shown";
            list.add(new Diagnostic(DiagnosticCode.INPUT_LIMIT, position, enough, ""));
        }
    }

    /** Notes a diagnostic; its hint is looked for only while there are few. */
    public void add(DiagnosticCode code, SourcePosition position, String message, Supplier<String> hint) {
        add(code, position, message, list.size() < MAX_HINTS ? hint.get() : "");
    }

    /** Whether further diagnostics would be dropped, so that work on them can be saved. */
    public boolean isFull() {
        return list.size() > MAX;
    }

    /** Whether one of them is an error. */
    public boolean hasErrors() {
        return list.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
    }

    private static int compare(SourcePosition one, SourcePosition other, List<String> files) {
        int order = Integer.compare(index(one.file(), files), index(other.file(), files));
        order = order != 0 ? order : Integer.compare(one.line(), other.line());
        return order != 0 ? order : Integer.compare(one.column(), other.column());
    }

    private static int index(String file, List<String> files) {
        int index = files.indexOf(file);
        return index < 0 ? files.size() : index;
    }

    /** All of them in the order of the files given, then of position; those of command line options come last. */
    public List<Diagnostic> inOrder(List<String> files) {
        return list.stream()
                .sorted((one, other) -> compare(one.position(), other.position(), files))
                .toList();
    }
}
