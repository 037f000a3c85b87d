// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.regex.Pattern;

/** What can be said about the paths of modules and imports: those of a registry are never fetched. */
final class BicepPaths {
    private static final Pattern REGISTRY = Pattern.compile("(br|ts)[:/].*");

    private BicepPaths() {}

    static boolean isRegistry(String path) {
        return REGISTRY.matcher(path).matches();
    }

    static void reportRegistry(Diagnostics diagnostics, SourcePosition position, String path) {
        String problem = "nothing is fetched from a registry, so what this gives is unknown";
        String message = Wording.message(KeyPath.ROOT, problem, Wording.quoted(path), "a relative path");
        String hint = "put a copy of the file beside this one and name its path, or read the compiled JSON";
        diagnostics.add(DiagnosticCode.LINKED_TEMPLATE, position, message, hint);
    }

    static void reportMissing(Diagnostics diagnostics, SourcePosition position, String path) {
        String expected = "a file in the directory of a given file or below it";
        String message = Wording.message(KeyPath.ROOT, "this file cannot be read", Wording.quoted(path), expected);
        diagnostics.add(DiagnosticCode.LINKED_TEMPLATE, position, message, "");
    }
}
