// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import java.util.Map;

/**
 * A request that got past all guards, as a handler sees it. Immutable.
 *
 * @param variables the parts of the path that the route's pattern names, decoded
 * @param accept what the client wants to have; empty when it does not say
 * @param body the body as UTF-8, 64 KiB at the most; empty when there is none
 */
public record AdminRequest(Map<String, String> variables, String accept, String body) {
    public AdminRequest {
        variables = Map.copyOf(variables);
    }

    /**
     * A part of the path.
     *
     * @throws IllegalArgumentException if the pattern has no such part
     */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "variable: '" + name + "' (expected: one of " + variables.keySet() + ")");
        }
        return value;
    }
}
