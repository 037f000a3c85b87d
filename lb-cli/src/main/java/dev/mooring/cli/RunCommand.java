// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.Gateway;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.tls.LocalAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mooring run}: serves what configuration files, or the command line alone, ask for. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Serve what configuration files ask for, or backends that are named here.",
            "Files are read again when they change, on SIGHUP and when the admin listener is told to."
        },
        footer = {
            "",
            "Examples:",
            "  mooring run mooring.yaml",
            "  mooring run --backend localhost:5001,localhost:5002",
            "  mooring run main.bicep --backend apiPool=localhost:5001,localhost:5002",
            "  mooring run k8s/ --backend cart=localhost:5001 --admin 127.0.0.1:8081",
            "  mooring run --samples 3"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final int MAX_SAMPLES = 16;

    @Parameters(paramLabel = "FILE", description = "Configuration files, directories or patterns; - is standard input.")
    private List<Path> files = List.of();

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "Start N sample backends, 1 to 16, for each pool that has none, and one for each backend in the cloud.")
    private int samples;

    @Option(
            names = "--tls",
            description = "Speak TLS on each listener that has no certificate, with one of Mooring's local authority.")
    private boolean tls;

    @Option(
            names = "--cloud-addresses",
            description = {
                "Speak to backends of a file for the cloud at the addresses that they have there, probes included.",
                "Without it, run starts only if each of them has a place on this machine."
            })
    private boolean cloud;

    @Spec
    private @Nullable CommandSpec spec;

    /** Without options, and so without what reads them. */
    static int serve(List<Path> files, PrintWriter out, PrintWriter err) throws InterruptedException {
        RunCommand command = new RunCommand();
        command.files = files;
        return command.serve(out, err);
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        checkUsage(line);
        return serve(line.getOut(), line.getErr());
    }

    private int serve(PrintWriter out, PrintWriter err) throws InterruptedException {
        Samples started = new Samples(samples);
        RunConfig loaded = new RunConfig(files, config, options.admin(), started, tls, cloud);
        CompletableFuture<Gateway> running = new CompletableFuture<>();
        // Begins before the files are read, so that no change falls between.
        FileWatch watch = new FileWatch(
                loaded::watched,
                loaded::certificates,
                () -> running.thenAccept(Gateway::reload).join());
        try {
            LoadResult first = loaded.load();
            if (first.spec().isEmpty()) {
                first.diagnostics().forEach(err::println);
                return Mooring.BAD_INPUT;
            }
            tell(first.diagnostics(), err);
            LocalAuthority authority = LocalTrust.authority();
            Gateway gateway =
                    Gateway.start(first.spec().get(), options.transport(), () -> reload(loaded), List.of(), authority);
            if (first.spec().get().needsLocalAuthority()) {
                LocalTrust.explain(authority, LOG);
            }
            running.complete(gateway);
            Hangup.onSignal(gateway::reload);
            watch.start();
            return Serving.untilStopped(gateway, out, () -> {
                watch.close();
                started.stop();
            });
        } catch (IllegalArgumentException | UncheckedIOException e) {
            err.println("mooring: " + e.getMessage());
            return Mooring.BAD_INPUT;
        } catch (IOException e) {
            err.println("mooring: " + e.getMessage());
            return Mooring.FAILED;
        } finally {
            started.stop();
        }
    }

    private void checkUsage(CommandLine line) {
        if (samples < 0 || samples > MAX_SAMPLES) {
            throw new ParameterException(line, "--samples: " + samples + " (expected: 0 to " + MAX_SAMPLES + ")");
        }
        if (files.isEmpty() && !config.namesBackends() && samples == 0) {
            throw new ParameterException(
                    line, "nothing to balance (expected: FILE, --backend HOST:PORT,... or --samples N)");
        }
    }

    /** What is not wrong but worth knowing: for people as it is, in a JSON log as a part of it. */
    private void tell(List<Diagnostic> diagnostics, PrintWriter err) {
        for (Diagnostic diagnostic : diagnostics) {
            if (options.jsonLog()) {
                LOG.atLevel(diagnostic.severity() == Severity.INFO ? Level.INFO : Level.WARN)
                        .log("{}", diagnostic);
            } else {
                err.println(diagnostic);
            }
        }
    }

    /** A reload: files that cannot be read now are a problem to be reported, and no reason to stop. */
    private LoadResult reload(RunConfig loaded) {
        LOG.info("reading the configuration again");
        try {
            return loaded.load();
        } catch (IOException | UncheckedIOException e) {
            // Without files it is one that an option names, or a sample backend.
            SourcePosition where = files.isEmpty()
                    ? SourcePosition.option("command line")
                    : SourcePosition.start(String.valueOf(files.get(0)));
            String why = String.valueOf(e.getMessage());
            return new LoadResult(
                    Optional.empty(), List.of(new Diagnostic(DiagnosticCode.UNREADABLE_FILE, where, why, "")));
        }
    }
}
