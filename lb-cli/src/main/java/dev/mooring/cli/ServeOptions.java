// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.loop.Transport;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that serves. */
final class ServeOptions {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Address of the first listener; port 0 for a free one.")
    private @Nullable String listen;

    @Option(names = "--admin", paramLabel = "HOST:PORT", description = "Address of the admin listener.")
    private @Nullable String admin;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "How to talk to the operating system: ${COMPLETION-CANDIDATES}. Default: the best one here.")
    private @Nullable Transport transport;

    /** Read before picocli runs, by {@link LogSetup}; here so that it is checked, completed and explained. */
    @Option(
            names = "--log-format",
            paramLabel = "FORM",
            defaultValue = "human",
            description = "Form of the log on standard error: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private LogFormat logFormat = LogFormat.human;

    /** The forms of the log, written as a user types them. */
    enum LogFormat {
        human,
        json
    }

    Optional<String> listen() {
        return Optional.ofNullable(listen);
    }

    Optional<String> admin() {
        return Optional.ofNullable(admin);
    }

    /**
     * The transport asked for, or the best one.
     *
     * @throws IllegalArgumentException if the one asked for does not work here
     */
    Transport transport() {
        if (transport == null) {
            return Transport.best();
        }
        if (!transport.isAvailable()) {
            throw new IllegalArgumentException("--transport " + transport.name().toLowerCase(Locale.ROOT)
                    + " does not work on this machine (expected: nio, or leave it out)");
        }
        return transport;
    }

    boolean jsonLog() {
        return logFormat == LogFormat.json;
    }
}
