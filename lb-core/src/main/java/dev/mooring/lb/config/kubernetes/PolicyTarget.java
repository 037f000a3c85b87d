// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a policy is for.
 *
 * @param kind such as {@code Service}
 * @param namespace where it lives
 * @param name its name
 * @param section the part of it, such as the name of a port; empty for the whole
 */
record PolicyTarget(String kind, String namespace, String name, Optional<String> section) {
    /** The targets of a policy with {@code targetRef} or {@code targetRefs}. */
    static List<PolicyTarget> all(KubeObject policy) {
        List<PolicyTarget> targets = new ArrayList<>();
        List<Value> refs = new ArrayList<>(policy.spec().get("targetRefs").items());
        Value single = policy.spec().get("targetRef");
        if (single.isPresent()) {
            refs.add(single);
        }
        for (Value ref : refs) {
            ref.get("name")
                    .text()
                    .ifPresent(name -> targets.add(new PolicyTarget(
                            ref.get("kind").text("Service"),
                            ref.get("namespace").text(policy.namespace()),
                            name,
                            ref.get("sectionName").text())));
        }
        return targets;
    }
}
