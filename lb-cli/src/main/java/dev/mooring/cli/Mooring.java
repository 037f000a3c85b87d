// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the process begins and ends. Nothing of the parser of command lines is in a signature here: the runtime loads the
 * classes of them all, and the usual start needs no parser.
 */
public final class Mooring {
    /** Everything was fine. */
    static final int OK = 0;

    /** It could not be done. */
    static final int FAILED = 1;

    /** The command line or a configuration is wrong. */
    static final int BAD_INPUT = 2;

    private Mooring() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LogSetup.configure(arguments);
        prepareNetty();
        Optional<List<Path>> files = PlainRun.files(arguments);
        int code = files.isPresent()
                ? PlainRun.serve(files.get())
                : MooringCommand.commandLine(arguments).execute(arguments);
        LogSetup.finish();
        System.exit(code);
    }

    /** Settings of the network library that suit a server rather than a test; each can still be given with -D. */
    private static void prepareNetty() {
        Properties properties = System.getProperties();
        // One buffer in some hundred would be followed by a stack trace; the tests follow all of them.
        properties.putIfAbsent("io.netty.leakDetection.level", "disabled");
        // Its classes for flight recordings would be loaded, and nobody records.
        properties.putIfAbsent("io.netty.jfr.enabled", "false");
        // Part of the names of channels, which nobody sees; else all network interfaces are asked for one.
        properties.putIfAbsent("io.netty.machineId", "00:00:00:00:00:00:00:01");
    }

    /** What becomes of an exception that a command does not expect. */
    static int failed(Exception exception, PrintWriter err) {
        err.println("mooring: " + exception.getMessage());
        return FAILED;
    }
}
