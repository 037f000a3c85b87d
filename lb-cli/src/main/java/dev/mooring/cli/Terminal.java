// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: what picocli was given, so that tests can read it. */
final class Terminal {
    private Terminal() {}

    static PrintWriter out(@Nullable CommandSpec spec) {
        return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    }

    static PrintWriter err(@Nullable CommandSpec spec) {
        return spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    }
}
