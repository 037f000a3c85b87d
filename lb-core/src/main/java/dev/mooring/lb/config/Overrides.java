// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.Profile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the command line says on top of the files, as it was typed. Immutable.
 *
 * @param listen each {@code --listen}: {@code NAME=HOST:PORT}, or {@code HOST:PORT} for the first listener
 * @param admin {@code HOST:PORT} of {@code --admin}: the address of the admin listener
 * @param backends each {@code --backend}: {@code POOL=HOST:PORT,...}, or {@code HOST:PORT,...} where there is one pool or none
 * @param maps each {@code --map}: {@code CLOUDHOST:PORT=HOST:PORT}
 * @param profile whose habits to imitate, whatever the files say
 * @param parameterFiles the files of {@code --parameters}, which give values to the parameters of templates
 * @param settings each {@code --set}: {@code NAME=VALUE} of a template's parameter or of another value that it does not know
 * @param certificates each {@code --certificate}: {@code NAME=FILE}, instead of a certificate that only the cloud has
 * @param errorPages each {@code --error-page}: {@code STATUS=FILE} or {@code URL=FILE}, instead of a page that only the cloud has
 */
public record Overrides(
        List<String> listen,
        Optional<String> admin,
        List<String> backends,
        List<String> maps,
        Optional<Profile> profile,
        List<SourceFile> parameterFiles,
        List<String> settings,
        List<String> certificates,
        List<String> errorPages) {
    /** Nothing on top. */
    public static final Overrides NONE = new Overrides(List.of(), Optional.empty(), List.of());

    /** Keeps copies. */
    public Overrides {
        listen = List.copyOf(listen);
        backends = List.copyOf(backends);
        maps = List.copyOf(maps);
        parameterFiles = List.copyOf(parameterFiles);
        settings = List.copyOf(settings);
        certificates = List.copyOf(certificates);
        errorPages = List.copyOf(errorPages);
    }

    /** Addresses only. */
    public Overrides(List<String> listen, Optional<String> admin, List<String> backends) {
        this(listen, admin, backends, List.of(), Optional.empty(), List.of(), List.of(), List.of(), List.of());
    }

    /** The same and more of it. */
    public Overrides plus(List<String> moreListen, List<String> moreBackends, List<String> moreMaps) {
        if (moreListen.isEmpty() && moreBackends.isEmpty() && moreMaps.isEmpty()) {
            return this;
        }
        return new Overrides(
                joined(listen, moreListen),
                admin,
                joined(backends, moreBackends),
                joined(maps, moreMaps),
                profile,
                parameterFiles,
                settings,
                certificates,
                errorPages);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
