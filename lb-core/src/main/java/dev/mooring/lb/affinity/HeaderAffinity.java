// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;

/** Knows a client by the value of a request header, which is hashed over the backends. Immutable. */
final class HeaderAffinity implements Affinity {
    private final HeaderName name;

    HeaderAffinity(String name) {
        this.name = HeaderName.of(name);
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        String value = head.headers().first(name);
        return value == null || value.isEmpty() ? AffinityLookup.UNBOUND : AffinityLookup.key(value);
    }

    @Override
    public boolean rebinds() {
        return false;
    }
}
