// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.Profile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads configuration files: what the files leave open on this machine. */
final class ConfigOptions {
    @Option(
            names = "--backend",
            paramLabel = "[POOL=]HOST:PORT[,...]",
            description = {
                "Backends of a pool, Service or origin group, instead of those in the files; * for all that have none.",
                "Without a file: of a pool with cookie affinity. http:// in front of an address: without TLS."
            })
    private List<String> backends = List.of();

    @Option(
            names = "--map",
            paramLabel = "HOST:PORT=HOST:PORT",
            description = "Reach the backend at the first address at the second; cookies still name the first.")
    private List<String> maps = List.of();

    @Option(
            names = "--listen",
            paramLabel = "[NAME=]HOST:PORT",
            description = "Address of a listener, or of the first one; port 0 for a free one.")
    private List<String> listen = List.of();

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            converter = ProfileName.class,
            completionCandidates = ProfileName.class,
            description = "Imitate this product, whatever the files say: ${COMPLETION-CANDIDATES}.")
    private @Nullable Profile profile;

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "Values for the parameters of a template: a parameters file or a .bicepparam file.")
    private List<Path> parameters = List.of();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Value of a template's parameter, or of anything else that only the cloud knows.")
    private List<String> settings = List.of();

    @Option(
            names = "--certificate",
            paramLabel = "NAME=FILE",
            description = "A certificate with its key (PEM or PKCS#12) instead of one that only the cloud has.")
    private List<String> certificates = List.of();

    @Option(
            names = "--error-page",
            paramLabel = "STATUS=FILE",
            description =
                    "A local copy of a gateway's own error page, by the status or the URL that the files have for it.")
    private List<String> errorPages = List.of();

    /** Whether backends were named. */
    boolean namesBackends() {
        return !backends.isEmpty();
    }

    /** The files whose change changes the result, beside the configuration files. */
    List<Path> watched() {
        Stream<Path> pages = errorPages.stream()
                .map(option -> option.substring(option.lastIndexOf('=') + 1))
                .flatMap(ConfigOptions::path);
        return Stream.concat(parameters.stream(), pages).toList();
    }

    private static Stream<Path> path(String text) {
        try {
            return Stream.of(Path.of(text));
        } catch (InvalidPathException reportedWhenRead) {
            return Stream.empty();
        }
    }

    /**
     * What was typed, with the parameter files read.
     *
     * @throws IOException if one cannot be read
     */
    Overrides overrides(Optional<String> admin) throws IOException {
        List<SourceFile> read = new Sources(parameters).read();
        return new Overrides(
                listen, admin, backends, maps, Optional.ofNullable(profile), read, settings, certificates, errorPages);
    }

    /**
     * Loads files with what was typed.
     *
     * @throws IOException if one cannot be read; the message names it and says why
     */
    LoadResult load(List<Path> files) throws IOException {
        Sources sources = new Sources(files);
        return new ConfigLoader(new FileResources(), new IncludedFiles(sources.named()))
                .load(sources.read(), overrides(Optional.empty()));
    }

    /** The names of profiles, as a user types them. */
    static final class ProfileName extends Words<Profile> {
        ProfileName() {
            super(Arrays.stream(Profile.values()).map(Profile::label).toList(), List.of(Profile.values()));
        }
    }
}
