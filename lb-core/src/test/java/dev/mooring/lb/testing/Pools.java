// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.UnavailableSpec;

/** Pools that differ from another one in a single part. */
public final class Pools {
    private Pools() {}

    public static PoolSpec with(PoolSpec pool, RetrySpec retry) {
        return all(pool, retry, pool.forward(), pool.buffering(), pool.unavailable());
    }

    public static PoolSpec with(PoolSpec pool, ForwardSpec forward) {
        return all(pool, pool.retry(), forward, pool.buffering(), pool.unavailable());
    }

    public static PoolSpec with(PoolSpec pool, BufferingSpec buffering) {
        return all(pool, pool.retry(), pool.forward(), buffering, pool.unavailable());
    }

    public static PoolSpec with(PoolSpec pool, UnavailableSpec unavailable) {
        return all(pool, pool.retry(), pool.forward(), pool.buffering(), unavailable);
    }

    private static PoolSpec all(
            PoolSpec pool, RetrySpec retry, ForwardSpec forward, BufferingSpec buffering, UnavailableSpec unavailable) {
        return new PoolSpec(
                pool.name(),
                pool.backends(),
                pool.balancer(),
                pool.affinity(),
                pool.probe(),
                pool.passive(),
                pool.timeouts(),
                retry,
                pool.drainTimeout(),
                pool.group(),
                forward,
                buffering,
                unavailable);
    }
}
