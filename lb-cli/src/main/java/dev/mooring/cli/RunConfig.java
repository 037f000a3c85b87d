// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.CloudAddresses;
import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.PoolSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of {@code run}, which can be loaded again: the files, what was typed, the sample backends and the local
 * ports that were found for it. Confined to one thread at a time.
 */
final class RunConfig {
    private static final String OWN_POOL = "default";

    private final Sources sources;
    private final ConfigOptions options;
    private final Optional<String> admin;
    private final Samples samples;
    private final FreePorts ports = new FreePorts();
    private final boolean withoutFiles;
    private final boolean tls;
    private final boolean cloud;
    private final String command;
    private volatile List<Path> certificates = List.of();

    /**
     * What was typed.
     *
     * @param tls whether each listener speaks TLS
     * @param cloud whether backends in the cloud may be spoken to
     */
    RunConfig(
            List<Path> files,
            ConfigOptions options,
            Optional<String> admin,
            Samples samples,
            boolean tls,
            boolean cloud) {
        this.sources = new Sources(files);
        this.options = options;
        this.admin = admin;
        this.samples = samples;
        this.withoutFiles = files.isEmpty();
        this.tls = tls;
        this.cloud = cloud;
        this.command = Stream.concat(Stream.of("mooring run"), files.stream().map(Path::toString))
                .collect(Collectors.joining(" "));
    }

    /** The files whose change changes the result. */
    List<Path> watched() {
        List<Path> files = new ArrayList<>(sources.watched());
        files.addAll(options.watched());
        return files;
    }

    /** The files of certificates and keys that the configuration names. */
    List<Path> certificates() {
        return certificates;
    }

    /**
     * Loads it.
     *
     * @throws UncheckedIOException if a file cannot be read; the message names it and says why
     * @throws IOException if a sample backend does not start
     */
    LoadResult load() throws IOException {
        LoadResult loaded = loadPlain();
        LoadResult result = cloud ? loaded : CloudAddresses.refuse(loaded, command);
        Optional<GatewaySpec> spec = tls ? result.spec().map(GatewaySpec::overTls) : result.spec();
        spec.ifPresent(known ->
                certificates = known.certificateFiles().stream().map(Path::of).toList());
        return new LoadResult(spec, result.diagnostics());
    }

    private LoadResult loadPlain() throws IOException {
        Overrides typed = read(() -> options.overrides(admin));
        if (withoutFiles && typed.backends().isEmpty()) {
            typed = typed.plus(List.of(), List.of(samples.forPool(OWN_POOL)), List.of());
        }
        ConfigLoader loader = new ConfigLoader(new FileResources(), new IncludedFiles(sources.named()));
        List<SourceFile> files = read(sources::read);
        LoadResult result = loader.load(files, typed);
        if (result.spec().isEmpty()) {
            return result;
        }
        GatewaySpec spec = result.spec().get();
        Overrides complete = samples.isOn() ? withSamples(typed, spec) : typed;
        complete = complete.plus(ports.moves(spec, typed.listen()), List.of(), List.of());
        return Objects.equals(complete, typed) ? result : loader.load(files, complete);
    }

    /** A sample for each backend that is in the cloud, and some for each group of backends that is empty. */
    private Overrides withSamples(Overrides typed, GatewaySpec spec) throws IOException {
        List<String> backends = new ArrayList<>();
        Map<String, String> maps = new LinkedHashMap<>();
        for (PoolSpec pool : spec.pools()) {
            if (pool.backends().isEmpty() && !pool.name().equals(PoolSpec.INVALID)) {
                String option = pool.group() + "=" + samples.forPool(pool.group());
                if (!backends.contains(option)) {
                    backends.add(option);
                }
            }
            for (BackendSpec backend : CloudAddresses.of(pool)) {
                String identity = backend.identityOrAddress().toString();
                if (!maps.containsKey(identity)) {
                    maps.put(identity, samples.standingFor(identity));
                }
            }
        }
        return typed.plus(
                List.of(),
                backends,
                maps.entrySet().stream()
                        .map(map -> map.getKey() + "=" + map.getValue())
                        .toList());
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
