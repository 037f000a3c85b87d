// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.kubernetes.KubernetesReader;
import dev.mooring.lb.config.plain.PlainReader;
import dev.mooring.lb.config.plain.ReadContext;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.LocalPorts;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.config.source.YamlReader;
import dev.mooring.lb.model.GatewaySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Turns configuration files and command line options into one checked spec. Never throws for what a user wrote, never stops at
 * the first problem, and touches neither files nor the environment but through {@link Resources}. Immutable.
 */
public final class ConfigLoader {
    private final Resources resources;
    private final LinkedFiles linked;

    /** A loader whose files may ask for these, and include no other files. */
    public ConfigLoader(Resources resources) {
        this(resources, LinkedFiles.NONE);
    }

    /** A loader whose files may ask for these, and whose templates may include those. */
    public ConfigLoader(Resources resources, LinkedFiles linked) {
        this.resources = resources;
        this.linked = linked;
    }

    /**
     * Loads files, later ones joining earlier ones, and applies the options to the whole. Without any file the backends of the
     * options make a pool of their own.
     */
    public LoadResult load(List<SourceFile> files, Overrides overrides) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<GatewaySpec> spec = files.isEmpty() && overrides.backends().isEmpty()
                ? nothing(diagnostics)
                : join(files, overrides, diagnostics);
        return new LoadResult(
                spec.filter(valid -> !diagnostics.hasErrors()),
                diagnostics.inOrder(files.stream().map(SourceFile::name).toList()));
    }

    private Optional<GatewaySpec> join(List<SourceFile> files, Overrides overrides, Diagnostics diagnostics) {
        Positions positions = new Positions(
                files.isEmpty()
                        ? SourcePosition.option("--backend")
                        : SourcePosition.start(files.get(0).name()));
        SpecJoiner joiner = new SpecJoiner(diagnostics, positions);
        boolean allRead = true;
        LocalPorts ports = new LocalPorts();
        LocalPages pages = LocalPages.read(overrides.errorPages(), resources, diagnostics);
        for (List<SourceFile> together : together(files)) {
            allRead &= switch (ConfigFormat.detect(together.get(0))) {
                case PLAIN -> read(together.get(0), joiner, diagnostics);
                case KUBERNETES ->
                    readTogether(
                            together,
                            (all, where) -> KubernetesReader.read(all, overrides.profile(), ports, diagnostics, where),
                            joiner);
                case ARM, ARM_PARAMETERS, BICEP, JSON ->
                    readTogether(together, new AzureFormat(overrides, pages, linked, ports, diagnostics)::read, joiner);
            };
        }
        if (!allRead) {
            // What the unread file would have said is unknown: judging the rest would report names that it may well
            // define.
            return Optional.empty();
        }
        GatewaySpec changed = new OverrideRules(positions, diagnostics).apply(joiner.joined(), overrides);
        // Without a file nothing was left out, so there is nothing to say about it.
        Diagnostics said = files.isEmpty() ? new Diagnostics() : diagnostics;
        GatewaySpec whole = new ImpliedDefaults(positions, said).fill(changed);
        CloudAddresses.report(whole, positions, diagnostics);
        pages.reportUnused(whole, diagnostics);
        SpecValidator.check(whole, positions, diagnostics);
        return Optional.of(whole);
    }

    /** What a file of a cloud describes may belong to what another does, so all of a cloud are read at the place of the first. */
    private static Collection<List<SourceFile>> together(List<SourceFile> files) {
        Map<Object, List<SourceFile>> together = new LinkedHashMap<>();
        for (SourceFile file : files) {
            Object key =
                    switch (ConfigFormat.detect(file)) {
                        case PLAIN -> together.size();
                        case KUBERNETES -> ConfigFormat.KUBERNETES;
                        case ARM, ARM_PARAMETERS, BICEP, JSON -> ConfigFormat.ARM;
                    };
            together.computeIfAbsent(key, unused -> new ArrayList<>()).add(file);
        }
        return together.values();
    }

    private static boolean readTogether(
            List<SourceFile> files,
            BiFunction<List<SourceFile>, Positions, Optional<GatewaySpec>> reader,
            SpecJoiner joiner) {
        Positions positions = new Positions(SourcePosition.start(files.get(0).name()));
        Optional<GatewaySpec> spec = reader.apply(files, positions).map(CloudAddresses::remember);
        spec.ifPresent(later -> joiner.add(later, positions));
        return spec.isPresent();
    }

    private boolean read(SourceFile file, SpecJoiner joiner, Diagnostics diagnostics) {
        Optional<Node> root = root(file, diagnostics);
        Positions positions = new Positions(SourcePosition.start(file.name()));
        ReadContext context = new ReadContext(file.name(), resources, diagnostics, positions);
        int routesBefore = joiner.joined().routes().size();
        Optional<GatewaySpec> spec = root.flatMap(node -> PlainReader.read(node, context, routesBefore));
        spec.ifPresent(later -> joiner.add(later, positions));
        return spec.isPresent();
    }

    private static Optional<Node> root(SourceFile file, Diagnostics diagnostics) {
        Optional<List<Node>> documents = YamlReader.read(file, diagnostics);
        if (documents.isEmpty()) {
            return Optional.empty();
        }
        List<Node> all = documents.get();
        if (all.isEmpty()) {
            String message = Wording.message(KeyPath.ROOT, "the file is empty", "nothing", "a map with key 'pools'");
            diagnostics.add(DiagnosticCode.WRONG_KIND, SourcePosition.start(file.name()), message, "");
            return Optional.empty();
        }
        if (all.size() > 1) {
            String found = all.size() + " documents";
            String message = Wording.message(KeyPath.ROOT, "one document in a file", found, "one");
            String hint = "put the others into files of their own";
            diagnostics.add(DiagnosticCode.YAML_UNSUPPORTED, all.get(1).position(), message, hint);
        }
        return Optional.of(all.get(0));
    }

    private static Optional<GatewaySpec> nothing(Diagnostics diagnostics) {
        String message = Wording.message(
                KeyPath.ROOT, "nothing to balance", "neither", "a configuration file or --backend HOST:PORT");
        diagnostics.add(DiagnosticCode.BAD_OPTION, SourcePosition.option("--backend"), message, "");
        return Optional.empty();
    }
}
