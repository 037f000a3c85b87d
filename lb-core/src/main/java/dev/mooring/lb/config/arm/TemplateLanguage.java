// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.SourceFile;
import java.util.Optional;

/** Reads a template that another one includes, in whichever language it is written. */
@FunctionalInterface
public interface TemplateLanguage {
    /** The template in a file; empty when it cannot be read, which is then reported. */
    Optional<Template> read(SourceFile file, Diagnostics diagnostics);
}
