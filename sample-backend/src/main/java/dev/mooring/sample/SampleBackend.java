// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command: one sample backend as a process of its own. Says one line on stdout when it listens, all else on stderr. */
@Command(
        name = "sample-backend",
        mixinStandardHelpOptions = true,
        description = "An SSE server to put behind a balancer, to watch, to break and to repair.")
public final class SampleBackend implements Callable<Integer> {
    /** What a shell reports for a process that was killed. */
    private static final int KILLED = 137;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "Port to listen on; 0 for a free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--name",
            defaultValue = "backend",
            description = "Name, the first part of event ids (${DEFAULT-VALUE}).")
    private String name = "backend";

    @Option(names = "--token", description = "Ask clients of /api/ for this token.")
    private @Nullable String token;

    @Option(names = "--dashboard", description = "URL of the balancer's admin listener, for the page.")
    private @Nullable URI dashboard;

    @Option(
            names = "--interval",
            defaultValue = "1000",
            description = "Milliseconds between events (${DEFAULT-VALUE}).")
    private int intervalMillis;

    @Option(names = "--ring", defaultValue = "1000", description = "Events kept for resumes (${DEFAULT-VALUE}).")
    private int ring;

    @Option(
            names = "--grace",
            defaultValue = "5",
            description = "Seconds to finish answers in on SIGTERM (${DEFAULT-VALUE}).")
    private int graceSeconds;

    @Option(
            names = "--end-with-stdin",
            description = "End when standard input does: with the process that started this one, however that ends.")
    private boolean endWithStdin;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the command and ends the process: 0 after an orderly stop, 1 when it cannot listen, 2 for bad usage. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SampleBackend()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        SampleServerBuilder settings = settings();
        SampleServer server;
        try {
            server = settings.start();
        } catch (IllegalStateException e) {
            log(e.getMessage());
            return 1;
        }
        // A JVM that SIGTERM ends exits with 143; a server that stopped in order should say 0.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            log("stopped");
                            Runtime.getRuntime().halt(0);
                        },
                        "sample-stop"));
        System.out.println("listening on " + server.uri());
        if (endWithStdin) {
            endWithStdin();
        }
        server.awaitClosed();
        return 0;
    }

    private void endWithStdin() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        log("standard input: " + e.getMessage());
                    }
                    System.exit(0);
                },
                "sample-stdin");
        watch.setDaemon(true);
        watch.start();
    }

    private SampleServerBuilder settings() {
        try {
            return SampleServer.builder()
                    .host(host)
                    .port(port)
                    .name(name)
                    .token(token)
                    .dashboard(dashboard)
                    .intervalMillis(intervalMillis)
                    .ring(ring)
                    .grace(Duration.ofSeconds(graceSeconds))
                    .onCrash(() -> Runtime.getRuntime().halt(KILLED))
                    .log(this::log);
        } catch (IllegalArgumentException e) {
            CommandSpec command = spec;
            if (command == null) {
                throw e;
            }
            throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private void log(@Nullable String line) {
        System.err.println(
                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + " " + name + " " + line);
    }
}
