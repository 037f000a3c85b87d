// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.Gateway;
import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.GatewaySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
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
            "  mooring run mooring.yaml --backend api=localhost:5001 --admin 127.0.0.1:8081",
            "  mooring run --samples 3"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final int MAX_SAMPLES = 16;

    @Parameters(paramLabel = "FILE", description = "Configuration files; - is standard input.")
    private List<Path> files = List.of();

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Option(
            names = "--backend",
            paramLabel = "[POOL=]HOST:PORT[,...]",
            description =
                    "Backends of a pool, instead of those in the files; without a file, of a pool with cookie affinity.")
    private List<String> backends = List.of();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Start N sample backends, 1 to 16, for each pool that has none.")
    private int samples;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        checkUsage();
        Sources sources = new Sources(files);
        Samples started = new Samples(samples);
        CompletableFuture<Gateway> running = new CompletableFuture<>();
        // Begins before the files are read, so that no change falls between.
        FileWatch watch = new FileWatch(
                sources.watched(), () -> running.thenAccept(Gateway::reload).join());
        try {
            LoadResult first = load(sources, started);
            if (first.spec().isEmpty()) {
                first.diagnostics().forEach(spec.commandLine().getErr()::println);
                return Mooring.BAD_INPUT;
            }
            tell(first.diagnostics());
            Gateway gateway =
                    Gateway.start(first.spec().get(), options.transport(), () -> reload(sources, started), List.of());
            running.complete(gateway);
            Hangup.onSignal(gateway::reload);
            watch.start();
            return Serving.untilStopped(gateway, spec.commandLine().getOut(), () -> {
                watch.close();
                started.stop();
            });
        } catch (IllegalArgumentException | UncheckedIOException e) {
            spec.commandLine().getErr().println("mooring: " + e.getMessage());
            return Mooring.BAD_INPUT;
        } catch (IOException e) {
            spec.commandLine().getErr().println("mooring: " + e.getMessage());
            return Mooring.FAILED;
        } finally {
            started.stop();
        }
    }

    private void checkUsage() {
        if (samples < 0 || samples > MAX_SAMPLES) {
            throw bad("--samples: " + samples + " (expected: 0 to " + MAX_SAMPLES + ")");
        }
        if (files.isEmpty() && backends.isEmpty() && samples == 0) {
            throw bad("nothing to balance (expected: FILE, --backend HOST:PORT,... or --samples N)");
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** What is not wrong but worth knowing: for people as it is, in a JSON log as a part of it. */
    private void tell(List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            if (options.jsonLog()) {
                LOG.atLevel(diagnostic.severity() == Severity.INFO ? Level.INFO : Level.WARN)
                        .log("{}", diagnostic);
            } else {
                spec.commandLine().getErr().println(diagnostic);
            }
        }
    }

    /** A reload: files that cannot be read now are a problem to be reported, and no reason to stop. */
    private LoadResult reload(Sources sources, Samples started) {
        LOG.info("reading the configuration again");
        try {
            return load(sources, started);
        } catch (IOException | UncheckedIOException e) {
            SourcePosition where = SourcePosition.start(String.valueOf(files.get(0)));
            String why = String.valueOf(e.getMessage());
            return new LoadResult(
                    Optional.empty(), List.of(new Diagnostic(DiagnosticCode.UNREADABLE_FILE, where, why, "")));
        }
    }

    private LoadResult load(Sources sources, Samples started) throws IOException {
        List<String> named = new ArrayList<>(backends);
        if (files.isEmpty() && backends.isEmpty() && samples > 0) {
            named.add(started.forPool("default"));
        }
        Overrides overrides = new Overrides(options.listen().stream().toList(), options.admin(), named);
        ConfigLoader loader = new ConfigLoader(new FileResources());
        LoadResult result = loader.load(read(sources), overrides);
        if (samples == 0 || result.spec().isEmpty()) {
            return result;
        }
        List<String> more = new ArrayList<>(named);
        GatewaySpec loaded = result.spec().get();
        for (var pool : loaded.pools()) {
            if (pool.backends().isEmpty()) {
                more.add(pool.name() + "=" + started.forPool(pool.name()));
            }
        }
        return more.equals(named)
                ? result
                : loader.load(read(sources), overrides.withBackends(more));
    }

    private static List<SourceFile> read(Sources sources) {
        try {
            return sources.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
