// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.observe.ReloadResult;
import java.util.List;

/**
 * What became of a reload. Immutable.
 *
 * @param result whether the new configuration is in force
 * @param diagnostics what there is to say about it, a line each; errors if it was rejected, warnings if not
 */
public record ReloadOutcome(ReloadResult result, List<String> diagnostics) {
    public ReloadOutcome {
        diagnostics = List.copyOf(diagnostics);
    }
}
