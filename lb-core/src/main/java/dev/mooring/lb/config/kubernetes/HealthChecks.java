// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the HealthCheckPolicy of Application Gateway for Containers. */
final class HealthChecks {
    private final Reports reports;

    HealthChecks(Reports reports) {
        this.reports = reports;
    }

    ProbeSpec probe(KubeObject policy) {
        ProbeSpec usual = Habits.CONTAINERS_PROBE;
        Value settings = policy.spec().get("default");
        Value http = settings.get("http");
        List<StatusRange> statuses = new ArrayList<>();
        for (Value range : http.get("match", "statusCodes").items()) {
            int start = range.get("start").number(200);
            int end = range.get("end").number(start);
            if (start < 100 || end > 599 || start > end) {
                String message = policy.title() + ": statusCodes: no range of statuses (found " + start + " to " + end
                        + ", expected 100 to 599)";
                reports.once(DiagnosticCode.OUT_OF_RANGE, range.position(), message, "");
            } else {
                statuses.add(new StatusRange(start, end));
            }
        }
        Optional<Integer> port = settings.get("port").number().filter(p -> p >= 1 && p <= 65_535);
        return new ProbeSpec(
                http.get("path").text(usual.path()),
                http.get("host").text().or(usual::host),
                positive(settings.get("interval"), usual.interval()),
                positive(settings.get("timeout"), usual.timeout()),
                threshold(settings.get("unhealthyThreshold"), usual.unhealthyThreshold()),
                threshold(settings.get("healthyThreshold"), usual.healthyThreshold()),
                statuses.isEmpty() ? usual.expectedStatus() : statuses,
                Optional.empty(),
                usual.method(),
                usual.userAgent(),
                port.isPresent() ? OptionalInt.of(port.get()) : OptionalInt.empty(),
                0);
    }

    private static Duration positive(Value value, Duration usual) {
        return Durations.parse(value).filter(duration -> !duration.isZero()).orElse(usual);
    }

    private static int threshold(Value value, int usual) {
        return Math.max(1, Math.min(1000, value.number(usual)));
    }
}
