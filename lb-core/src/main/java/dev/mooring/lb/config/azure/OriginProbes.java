// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Health probes of Front Door. */
final class OriginProbes {
    private static final String USER_AGENT = "Edge Health Probe";
    private static final int INTERVAL = 30;
    private static final int LONGEST = 30;
    private static final int SAMPLES = 4;
    private static final int GOOD_SAMPLES = 3;

    private OriginProbes() {}

    static Optional<ProbeSpec> of(Fields health, Optional<Fields> balancing, HostHeaderSpec host, boolean tls) {
        Optional<String> method = health.choice("probeRequestType", "HEAD", "GET", "NotSet");
        if (method.filter("NotSet"::equals).isPresent()) {
            return Optional.empty();
        }
        checkProtocol(health, tls);
        int interval = health.number("probeIntervalInSeconds", 1, 255).orElse(INTERVAL);
        int samples = number(balancing, "sampleSize", SAMPLES);
        int good = Math.max(1, Math.min(samples, number(balancing, "successfulSamplesRequired", GOOD_SAMPLES)));
        return Optional.of(new ProbeSpec(
                health.text("probePath").orElse("/"),
                host.kind() == HostHeaderSpec.Kind.FIXED ? Optional.of(host.text()) : Optional.empty(),
                Duration.ofSeconds(interval),
                Duration.ofSeconds(Math.min(interval, LONGEST)),
                samples - good + 1,
                good,
                List.of(new StatusRange(200, 200)),
                Optional.empty(),
                method.orElse("HEAD"),
                USER_AGENT,
                OptionalInt.empty(),
                0));
    }

    private static int number(Optional<Fields> balancing, String property, int fallback) {
        return balancing
                .map(fields -> Math.max(1, fields.number(property, 0, 255).orElse(fallback)))
                .orElse(fallback);
    }

    private static void checkProtocol(Fields health, boolean tls) {
        health.choice("probeProtocol", "Http", "Https", "NotSet")
                .filter(protocol -> protocol.equals(tls ? "Http" : "Https"))
                .ifPresent(protocol -> health.reading()
                        .sayOnce(
                                health.path() + " protocol",
                                DiagnosticCode.CLOUD_ONLY,
                                health.position("probeProtocol"),
                                health.path("probeProtocol"),
                                "probes go by " + protocol + " in the cloud; here they go as requests do",
                                ""));
    }
}
