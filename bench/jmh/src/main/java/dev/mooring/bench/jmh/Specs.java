// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.GatewaySpec;
import java.util.List;

/** Configurations. */
final class Specs {
    private Specs() {}

    /** Loads Mooring's own form. */
    static GatewaySpec load(String text) {
        LoadResult result =
                new ConfigLoader(Resources.NONE).load(List.of(new SourceFile("bench.yaml", text)), Overrides.NONE);
        return result.spec()
                .orElseThrow(() -> new IllegalStateException(result.diagnostics().toString()));
    }
}
