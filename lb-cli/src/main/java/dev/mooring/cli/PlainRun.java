// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code mooring run FILE...}, the usual start. Without options there is nothing to parse, and finding out by reflection which
 * options there are would take a fifth of the time until the first response.
 */
final class PlainRun {
    private PlainRun() {}

    /** The files, if it is such a start; everything else is for the parser, which also knows what to say of it. */
    static Optional<List<Path>> files(String... arguments) {
        if (arguments.length < 2 || !arguments[0].equals("run")) {
            return Optional.empty();
        }
        List<Path> files = new ArrayList<>();
        for (String word : List.of(arguments).subList(1, arguments.length)) {
            // Options, standard input and files of arguments.
            if (word.isEmpty() || word.startsWith("-") || word.startsWith("@")) {
                return Optional.empty();
            }
            try {
                files.add(Path.of(word));
            } catch (InvalidPathException notOne) {
                return Optional.empty();
            }
        }
        return Optional.of(List.copyOf(files));
    }

    /** Serves them until the end of the process, or says why not; the exit code. */
    static int serve(List<Path> files) {
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        try {
            return RunCommand.serve(files, new PrintWriter(System.out, true, Charset.defaultCharset()), err);
        } catch (InterruptedException | RuntimeException e) {
            return Mooring.failed(e, err);
        }
    }
}
