// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.Rendezvous;

/** A backend that always has room. */
record Backend(String id, long idHash) implements Candidate {
    Backend(String id) {
        this(id, Rendezvous.hash(id));
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public boolean mayBeFull() {
        return false;
    }

    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }
}
