// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.model.GatewaySpec;
import java.util.List;
import java.util.Optional;

/**
 * What became of configuration files. Immutable.
 *
 * @param spec the gateway they ask for, checked; empty when a diagnostic is an error
 * @param diagnostics everything to be said about them, in the order of the files and of position
 */
public record LoadResult(Optional<GatewaySpec> spec, List<Diagnostic> diagnostics) {
    public LoadResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
