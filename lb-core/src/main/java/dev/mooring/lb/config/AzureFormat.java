// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.arm.ArmReader;
import dev.mooring.lb.config.arm.AzureResource;
import dev.mooring.lb.config.arm.AzureResources;
import dev.mooring.lb.config.arm.ParametersFile;
import dev.mooring.lb.config.arm.TemplateSettings;
import dev.mooring.lb.config.azure.AzureReader;
import dev.mooring.lb.config.azure.AzureSettings;
import dev.mooring.lb.config.bicep.BicepReader;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.LocalPorts;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.GatewaySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the files of Azure, in whichever language, with what the command line says about them. */
final class AzureFormat {
    private static final String CERTIFICATE = "--certificate";
    private static final String ALL = "*";

    private final Overrides overrides;
    private final LocalPages pages;
    private final LinkedFiles linked;
    private final LocalPorts ports;
    private final Diagnostics diagnostics;

    AzureFormat(Overrides overrides, LocalPages pages, LinkedFiles linked, LocalPorts ports, Diagnostics diagnostics) {
        this.overrides = overrides;
        this.pages = pages;
        this.linked = linked;
        this.ports = ports;
        this.diagnostics = diagnostics;
    }

    /** The gateways of all files together, since one may hold parts or parameters of another; empty when one cannot be read. */
    Optional<GatewaySpec> read(List<SourceFile> files, Positions positions) {
        List<SourceFile> parameters = new ArrayList<>(overrides.parameterFiles());
        files.stream().filter(AzureFormat::isParameters).forEach(parameters::add);
        TemplateSettings settings = settings(parameters.stream()
                .filter(file -> ConfigFormat.detect(file) != ConfigFormat.BICEP)
                .toList());
        Optional<SourceFile> bicepParameters = parameters.stream()
                .filter(file -> ConfigFormat.detect(file) == ConfigFormat.BICEP)
                .findFirst();
        List<AzureResource> resources = new ArrayList<>();
        Set<String> used = new HashSet<>();
        boolean allRead = true;
        for (SourceFile file : files) {
            if (!isParameters(file)) {
                Optional<AzureResources> read = resources(file, bicepParameters, settings);
                read.ifPresent(found -> resources.addAll(found.resources()));
                read.ifPresent(found -> used.addAll(found.settings()));
                allRead &= read.isPresent();
            }
        }
        if (!allRead) {
            return Optional.empty();
        }
        settings.reportUnused(used, diagnostics);
        AzureSettings standIns = new AzureSettings(certificates(), pages.texts(), backends(), ports);
        GatewaySpec spec = AzureReader.read(new AzureResources(resources, List.of()), standIns, diagnostics, positions);
        if (resources.isEmpty()) {
            boolean template = !files.stream().allMatch(AzureFormat::isParameters);
            reportNothing(files.get(0), template);
        }
        boolean foreign = !resources.isEmpty()
                && resources.stream().allMatch(resource -> resource.type().isEmpty());
        return Optional.of(spec).filter(read -> !(foreign && read.listeners().isEmpty()));
    }

    private Optional<AzureResources> resources(
            SourceFile file, Optional<SourceFile> bicepParameters, TemplateSettings settings) {
        if (bicepParameters.isPresent()) {
            return BicepReader.read(file, bicepParameters.get(), settings, diagnostics);
        }
        return ConfigFormat.detect(file) == ConfigFormat.BICEP
                ? BicepReader.read(file, settings, diagnostics)
                : ArmReader.read(file, settings, diagnostics);
    }

    private void reportNothing(SourceFile file, boolean template) {
        String found = template ? "a template without resources" : "parameters without a template";
        String message = Wording.message(KeyPath.ROOT, "no gateway in the file", found, "a template with a gateway");
        String hint = template ? "" : "name the file of the template too";
        diagnostics.add(DiagnosticCode.NO_GATEWAY, SourcePosition.start(file.name()), message, hint);
    }

    private static boolean isParameters(SourceFile file) {
        return ConfigFormat.detect(file) == ConfigFormat.ARM_PARAMETERS;
    }

    private TemplateSettings settings(List<SourceFile> parameterFiles) {
        Map<String, Node> parameters = new HashMap<>();
        for (SourceFile file : parameterFiles) {
            parameters.putAll(ParametersFile.read(file, diagnostics));
        }
        Map<String, Node> values = TemplateSettings.values(overrides.settings(), diagnostics);
        return new TemplateSettings(parameters, values, linked, InstantSource.system());
    }

    private Map<String, CertificateSpec> certificates() {
        Map<String, CertificateSpec> certificates = new HashMap<>();
        for (String option : overrides.certificates()) {
            int equals = option.indexOf('=');
            if (equals < 1 || equals == option.length() - 1) {
                String message =
                        Wording.message(KeyPath.ROOT, "not of the right form", Wording.quoted(option), "NAME=FILE");
                diagnostics.add(DiagnosticCode.BAD_OPTION, SourcePosition.option(CERTIFICATE), message, "");
            } else {
                String name = option.substring(0, equals);
                certificates.put(name, new CertificateSpec(name, source(option.substring(equals + 1))));
            }
        }
        return certificates;
    }

    /** By its name: a file of the one kind never has the other's. */
    private static CertificateSpec.Source source(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return lower.endsWith(".pfx") || lower.endsWith(".p12")
                ? new CertificateSpec.Pkcs12File(file, Optional.empty())
                : new CertificateSpec.PemFiles(file, file);
    }

    /** The names of pools that get backends from the command line. */
    private Set<String> backends() {
        Set<String> names = new HashSet<>();
        for (String option : overrides.backends()) {
            int equals = option.indexOf('=');
            names.add(equals < 0 ? ALL : option.substring(0, equals));
        }
        return names;
    }
}
