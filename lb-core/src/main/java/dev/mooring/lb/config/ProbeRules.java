// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import java.util.Set;

/** Rules of active health checks. */
final class ProbeRules {
    private static final int MAX_THRESHOLD = 1000;
    private static final int MAX_HEALTHY = 1000;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private ProbeRules() {}

    static void check(ProbeSpec probe, KeyPath path, Findings findings) {
        if (!isProbePath(probe.path())) {
            findings.badValue(path.child("path"), probe.path(), "a path that begins with /, percent-encoded");
        }
        probe.host()
                .filter(host -> HostPort.parse(host).isEmpty())
                .ifPresent(host -> findings.badValue(path.child("host"), host, "a host with optional port"));
        findings.positive(path.child("interval"), probe.interval());
        findings.positive(path.child("timeout"), probe.timeout());
        // Some products' own defaults overlap; only who wrote one of the two can change it.
        boolean written = findings.isWritten(path.child("timeout")) || findings.isWritten(path.child("interval"));
        if (written && probe.timeout().compareTo(probe.interval()) > 0) {
            findings.report(
                    DiagnosticCode.PROBE_OVERLAP,
                    path.child("timeout"),
                    "longer than the interval",
                    probe.timeout().toMillis() + " ms",
                    "at most the interval of " + probe.interval().toMillis() + " ms");
        }
        findings.range(path.child("unhealthy-threshold"), probe.unhealthyThreshold(), 1, MAX_THRESHOLD);
        findings.range(path.child("healthy-threshold"), probe.healthyThreshold(), 1, MAX_THRESHOLD);
        if (!METHODS.contains(probe.method())) {
            findings.badValue(path.child("method"), probe.method(), "GET or HEAD");
        }
        if (!isFieldValue(probe.userAgent())) {
            findings.badValue(path.child("user-agent"), probe.userAgent(), "visible ASCII characters and blanks");
        }
        probe.port().ifPresent(port -> findings.range(path.child("port"), port, 1, 65_535));
        findings.range(path.child("min-healthy"), probe.minHealthy(), 0, MAX_HEALTHY);
        if (probe.method().equals("HEAD") && probe.expectedBody().isPresent()) {
            String problem = "the answer to HEAD has no body";
            KeyPath body = path.child("expected-body");
            findings.report(DiagnosticCode.IGNORED_SETTING, body, problem, "expected-body", "method GET");
        }
        checkStatus(probe, path, findings);
    }

    private static void checkStatus(ProbeSpec probe, KeyPath path, Findings findings) {
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

    private static boolean isFieldValue(String text) {
        return !text.isBlank() && text.equals(text.strip()) && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
