// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import java.util.List;
import java.util.Set;

/**
 * What a template asks for. Immutable.
 *
 * @param resources the resources of the template and of all templates inside it, in the order of the files, without those whose
 *     condition is false and without those that only say that something exists
 * @param unknowns the values that the bodies of gateways need and nobody knows, each once
 * @param settings what of the {@link TemplateSettings} means something to the template: names of parameters in lower case, and
 *     {@link TemplateSettings#key(String) keys} of values
 */
public record AzureResources(List<AzureResource> resources, List<UnknownValue> unknowns, Set<String> settings) {
    public AzureResources {
        resources = List.copyOf(resources);
        unknowns = List.copyOf(unknowns);
        settings = Set.copyOf(settings);
    }

    /** Resources to which no setting means anything. */
    public AzureResources(List<AzureResource> resources, List<UnknownValue> unknowns) {
        this(resources, unknowns, Set.of());
    }
}
