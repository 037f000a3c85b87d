// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Rules of a pool, its affinity aside. */
final class PoolRules {
    private static final int MAX_WEIGHT = 1000;
    private static final int MAX_RETRIES = 100;
    private static final int MAX_THRESHOLD = 1000;
    private static final Duration MAX_BACKOFF = Duration.ofHours(1);

    private PoolRules() {}

    static void check(PoolSpec pool, KeyPath path, Findings findings) {
        findings.name(path, pool.name());
        checkBackends(pool, path.child("backends"), findings);
        AffinityRules.check(pool.affinity(), path.child("affinity"), findings);
        pool.probe().ifPresent(probe -> checkProbe(probe, path.child("probe"), findings));
        findings.range(path.child("passive").child("failures"), pool.passive().failures(), 0, Integer.MAX_VALUE);
        findings.positive(
                path.child("passive").child("duration"), pool.passive().duration());
        checkTimeouts(pool.timeouts(), path.child("timeouts"), findings);
        checkRetry(pool.retry(), path.child("retries"), findings);
        findings.range(path.child("drain-timeout"), pool.drainTimeout(), Duration.ZERO, Findings.LONGEST);
    }

    static void checkRetry(RetrySpec retry, KeyPath path, Findings findings) {
        findings.range(timesPath(path, findings), retry.times(), 0, MAX_RETRIES);
        for (int status : retry.onStatus()) {
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
        boolean unreadable = findings.positions()
                .node(path)
                .filter(node -> !(node instanceof ListNode list && list.items().isEmpty()))
                .isPresent();
        if (pool.backends().isEmpty() && !unreadable) {
            String found = "no backend";
            findings.report(DiagnosticCode.EMPTY_POOL, path, "nobody can serve", found, "at least one");
        } else if (!pool.backends().isEmpty() && pool.backends().stream().allMatch(b -> b.weight() == 0)) {
            String found = "weight 0 everywhere";
            findings.report(DiagnosticCode.EMPTY_POOL, path, "nobody takes new clients", found, "one above 0");
        }
    }

    private static void checkProbe(ProbeSpec probe, KeyPath path, Findings findings) {
        if (!isProbePath(probe.path())) {
            findings.badValue(path.child("path"), probe.path(), "a path that begins with /, percent-encoded");
        }
        probe.host()
                .filter(host -> HostPort.parse(host).isEmpty())
                .ifPresent(host -> findings.badValue(path.child("host"), host, "a host with optional port"));
        findings.positive(path.child("interval"), probe.interval());
        findings.positive(path.child("timeout"), probe.timeout());
        if (probe.timeout().compareTo(probe.interval()) > 0) {
            findings.report(
                    DiagnosticCode.PROBE_OVERLAP,
                    path.child("timeout"),
                    "longer than the interval",
                    probe.timeout().toMillis() + " ms",
                    "at most the interval of " + probe.interval().toMillis() + " ms");
        }
        findings.range(path.child("unhealthy-threshold"), probe.unhealthyThreshold(), 1, MAX_THRESHOLD);
        findings.range(path.child("healthy-threshold"), probe.healthyThreshold(), 1, MAX_THRESHOLD);
        for (int i = 0; i < probe.expectedStatus().size(); i++) {
            StatusRange range = probe.expectedStatus().get(i);
            if (range.first() < 100 || range.last() > 599 || range.first() > range.last()) {
                KeyPath at = path.child("expected-status").child(i);
                findings.badValue(at, range.first() + "-" + range.last(), "100 to 599, the smaller first");
            }
        }
    }

    private static boolean isProbePath(String path) {
        return path.startsWith("/") && path.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '#');
    }

    static void checkTimeouts(TimeoutSpec timeouts, KeyPath path, Findings findings) {
        findings.positive(path.child("connect"), timeouts.connect());
        timeouts.firstByte().ifPresent(clock -> findings.positive(path.child("first-byte"), clock));
        timeouts.idle().ifPresent(clock -> findings.positive(path.child("idle"), clock));
        timeouts.total().ifPresent(clock -> findings.positive(path.child("total"), clock));
    }
}
