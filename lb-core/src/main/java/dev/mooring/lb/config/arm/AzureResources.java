// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import java.util.List;

/**
 * What a template asks for. Immutable.
 *
 * @param resources the resources of the template and of all templates inside it, in the order of the files, without those whose
 *     condition is false and without those that only say that something exists
 * @param unknowns the values that their bodies need and nobody knows, each once
 */
public record AzureResources(List<AzureResource> resources, List<UnknownValue> unknowns) {
    public AzureResources {
        resources = List.copyOf(resources);
        unknowns = List.copyOf(unknowns);
    }
}
