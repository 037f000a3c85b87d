// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Rules of a pool, its affinity aside. */
final class PoolRules {
    private static final int MAX_WEIGHT = 1000;
    private static final int MAX_RETRIES = 100;
    private static final int MAX_PRIORITY = 1000;
    private static final Duration MAX_BACKOFF = Duration.ofHours(1);

    private PoolRules() {}

    static void check(PoolSpec pool, KeyPath path, Findings findings) {
        findings.name(path, pool.name());
        checkBackends(pool, path.child("backends"), findings);
        AffinityRules.check(pool.affinity(), path.child("affinity"), findings);
        pool.probe().ifPresent(probe -> ProbeRules.check(probe, path.child("probe"), findings));
        findings.range(path.child("passive").child("failures"), pool.passive().failures(), 0, Integer.MAX_VALUE);
        findings.positive(
                path.child("passive").child("duration"), pool.passive().duration());
        checkTimeouts(pool.timeouts(), path.child("timeouts"), findings);
        checkRetry(pool.retry(), path.child("retries"), findings);
        findings.range(path.child("drain-timeout"), pool.drainTimeout(), Duration.ZERO, Findings.LONGEST);
        if (!pool.group().equals(pool.name())) {
            findings.name(path.child("group"), pool.group());
        }
        checkForward(pool.forward(), path, findings);
        findings.range(
                path.child("unavailable").child("status"), pool.unavailable().status(), 400, 599);
    }

    private static void checkForward(ForwardSpec forward, KeyPath path, Findings findings) {
        HostHeaderSpec host = forward.hostHeader();
        if (host.kind() == HostHeaderSpec.Kind.FIXED
                && HostPort.parse(host.text()).isEmpty()) {
            findings.badValue(path.child("host-header"), host.text(), "client, backend, or a host with optional port");
        }
        findings.range(path.child("keep-alive"), forward.keepAlive(), Duration.ZERO, Findings.LONGEST);
    }

    static void checkRetry(RetrySpec retry, KeyPath path, Findings findings) {
        findings.range(timesPath(path, findings), retry.times(), 0, MAX_RETRIES);
        for (int status : new TreeSet<>(retry.onStatus())) {
            findings.range(path.child("on-status"), status, 200, 599);
        }
        retry.within().ifPresent(within -> findings.positive(path.child("within"), within));
        findings.range(path.child("backoff"), retry.backoff(), Duration.ZERO, MAX_BACKOFF);
    }

    /** Where the number of tries was written: the number alone may stand for the map. */
    private static KeyPath timesPath(KeyPath path, Findings findings) {
        return findings.isWritten(path.child("times")) ? path.child("times") : path;
    }

    private static void checkBackends(PoolSpec pool, KeyPath path, Findings findings) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < pool.backends().size(); i++) {
            BackendSpec backend = pool.backends().get(i);
            KeyPath at = path.child(i);
            findings.name(at.child("name"), backend.id());
            findings.range(at.child("address"), backend.port(), 1, 65_535);
            findings.range(at.child("weight"), backend.weight(), 0, MAX_WEIGHT);
            findings.range(at.child("priority"), backend.priority(), 0, MAX_PRIORITY);
            backend.identity().ifPresent(identity -> findings.range(at.child("identity"), identity.port(), 1, 65_535));
            if (!ids.add(backend.id())) {
                String hint = findings.isWritten(at.child("name")) ? "" : "give the backend a name of its own";
                findings.report(
                        DiagnosticCode.DUPLICATE_NAME,
                        at.child("name"),
                        "the name is taken",
                        Wording.quoted(backend.id()),
                        "another one",
                        hint);
            }
        }
    }

    static void checkTimeouts(TimeoutSpec timeouts, KeyPath path, Findings findings) {
        findings.positive(path.child("connect"), timeouts.connect());
        timeouts.firstByte().ifPresent(clock -> findings.positive(path.child("first-byte"), clock));
        timeouts.idle().ifPresent(clock -> findings.positive(path.child("idle"), clock));
        timeouts.total().ifPresent(clock -> findings.positive(path.child("total"), clock));
        timeouts.attempt().ifPresent(clock -> findings.positive(path.child("attempt"), clock));
    }
}
