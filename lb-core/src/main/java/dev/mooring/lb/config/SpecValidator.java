// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PoolSpec;
import java.time.Duration;

/** Judges what a spec means, whatever dialect it was written in: a spec without an error can be run as it is. */
public final class SpecValidator {
    private static final int MAX_SIZE = 16 << 20;

    private SpecValidator() {}

    /** Reports everything that is wrong or doubtful, each at the position of what was written. */
    public static void check(GatewaySpec spec, Positions positions, Diagnostics diagnostics) {
        Findings findings = new Findings(positions, diagnostics);
        ListenerRules.check(spec, findings);
        RouteRules.check(spec, findings);
        EmptyPools empty = new EmptyPools(findings);
        for (PoolSpec pool : spec.pools()) {
            KeyPath path = KeyPath.of("pools", pool.name());
            PoolRules.check(pool, path, findings);
            empty.check(pool, path);
        }
        empty.summarize();
        SecretRules.check(spec, findings);
        checkLimits(spec.limits(), findings);
        findings.range(KeyPath.of("drain-timeout"), spec.drainTimeout(), Duration.ZERO, Findings.LONGEST);
    }

    private static void checkLimits(LimitSpec limits, Findings findings) {
        KeyPath path = KeyPath.of("limits");
        findings.sizeRange(path.child("request-line"), limits.requestLine(), 64, MAX_SIZE);
        findings.sizeRange(path.child("header-bytes"), limits.headerBytes(), 64, MAX_SIZE);
        findings.range(path.child("header-count"), limits.headerCount(), 1, 10_000);
        findings.positive(path.child("header-time"), limits.headerTime());
        findings.positive(path.child("keep-alive"), limits.keepAlive());
        findings.range(path.child("connections"), limits.connections(), 1, 10_000_000);
    }
}
