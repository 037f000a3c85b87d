// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.RequestHead;

/** Knows no client again. Immutable. */
final class NoAffinity implements Affinity {
    @Override
    public AffinityLookup lookup(RequestHead head) {
        return AffinityLookup.UNBOUND;
    }

    @Override
    public boolean rebinds() {
        return false;
    }
}
