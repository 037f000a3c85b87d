// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.HashRing;

/** Knows a client by a text made of its request. Immutable; safe from any thread. */
final class HashRingAffinity implements Affinity {
    private final NginxTemplate template;

    HashRingAffinity(HashRing spec) {
        this.template = NginxTemplate.of(spec.template());
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        return AffinityLookup.key(template.expand(head));
    }

    @Override
    public boolean rebinds() {
        return false;
    }
}
