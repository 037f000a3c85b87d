// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.SourceFile;
import java.util.List;
import java.util.Optional;

/** Reads what describes resources of Azure in JSON: templates, and what tools print about resources that exist. */
public final class ArmReader {
    private ArmReader() {}

    /** The resources of a file; empty when there is no reading it, which is then reported. Never throws for what a user wrote. */
    public static Optional<AzureResources> read(SourceFile file, TemplateSettings settings, Diagnostics diagnostics) {
        return Optional.of(new AzureResources(List.of(), List.of()));
    }

    /** The template in a file, not evaluated; empty when there is no reading it, which is then reported. */
    public static Optional<Template> template(SourceFile file, Diagnostics diagnostics) {
        return Optional.empty();
    }
}
