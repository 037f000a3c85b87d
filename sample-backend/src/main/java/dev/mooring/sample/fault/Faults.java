// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.fault;

import dev.mooring.sample.front.ControlPaths;
import dev.mooring.sample.http.Gate;
import dev.mooring.sample.http.Request;

/** The faults that are on now. Confined to the server's event loop. */
public final class Faults implements Gate {
    private boolean frozen;
    private boolean unhealthy;
    private int latencyMillis;

    /** A frozen server keeps its connections and says nothing, except on the control API, which has to undo it. */
    @Override
    public boolean holds(Request request) {
        return frozen && !ControlPaths.contains(request.path());
    }

    /** Whether traffic is held. */
    public boolean frozen() {
        return frozen;
    }

    /** Whether the server says that it is well. */
    public boolean healthy() {
        return !unhealthy;
    }

    /** The time added before each answer. */
    public int latencyMillis() {
        return latencyMillis;
    }

    void frozen(boolean on) {
        frozen = on;
    }

    void unhealthy(boolean on) {
        unhealthy = on;
    }

    void latencyMillis(int millis) {
        latencyMillis = millis;
    }
}
