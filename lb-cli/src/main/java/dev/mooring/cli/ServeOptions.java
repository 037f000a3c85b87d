// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.loop.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that serves. */
final class ServeOptions {
    @Option(names = "--admin", paramLabel = "HOST:PORT", description = "Address of the admin listener.")
    private @Nullable String admin;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            converter = TransportName.class,
            completionCandidates = TransportName.class,
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

    /** The names of transports, as a user types them. */
    static final class TransportName extends Words<Transport> {
        TransportName() {
            super(Arrays.stream(Transport.values()).map(TransportName::nameOf).toList(), List.of(Transport.values()));
        }

        private static String nameOf(Transport transport) {
            return transport.name().toLowerCase(Locale.ROOT);
        }
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
            throw new IllegalArgumentException("--transport " + TransportName.nameOf(transport)
                    + " does not work on this machine (expected: nio, or leave it out)");
        }
        return transport;
    }

    boolean jsonLog() {
        return logFormat == LogFormat.json;
    }
}
