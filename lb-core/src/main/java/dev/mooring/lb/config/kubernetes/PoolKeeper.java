// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PoolSpec;
import java.util.List;

/** Gives pools to routes: those that ask for the same get the same one. Confined to one thread. */
final class PoolKeeper {
    private final Scene scene;

    PoolKeeper(Scene scene) {
        this.scene = scene;
    }

    /**
     * The name of the pool of a Service's port.
     *
     * @param port the port
     * @param habits how it is treated
     * @param affinity what keeps clients
     * @param variant what the name ends in if the port has a pool already that is treated otherwise
     * @param at where it is named
     */
    String pool(ServicePort port, Habits habits, AffinitySpec affinity, String variant, SourcePosition at) {
        List<BackendSpec> backends = scene.endpoints().backends(port);
        scene.endpoints().expect(port);
        String name = port.id();
        for (int i = 1; ; i++) {
            PoolSpec wanted = habits.pool(name, port.id(), backends, affinity);
            PoolSpec there = scene.draft().pool(name).orElse(wanted);
            if (scene.draft().pool(name).isEmpty()) {
                scene.draft().pool(wanted, at);
            }
            if (there.equals(wanted)) {
                return name;
            }
            name = port.id() + "@" + variant + (i == 1 ? "" : "~" + i);
        }
    }

    /** The pool without backends that answers 500. */
    String invalid(SourcePosition at) {
        if (scene.draft().pool(PoolSpec.INVALID).isEmpty()) {
            Habits habits = Habits.INGRESS_NGINX.answering(500);
            scene.draft().pool(habits.pool(PoolSpec.INVALID, PoolSpec.INVALID, List.of(), AffinitySpec.NONE), at);
            scene.draft().meantToBeEmpty(PoolSpec.INVALID, at);
        }
        return PoolSpec.INVALID;
    }
}
