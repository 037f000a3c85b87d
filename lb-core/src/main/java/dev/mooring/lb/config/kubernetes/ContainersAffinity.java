// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.AffinitySpec;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code sessionAffinity} as Application Gateway for Containers has it in its policies. */
final class ContainersAffinity {
    private static final String MANAGED = "AGCAffinity";

    private ContainersAffinity() {}

    static Optional<AffinitySpec> read(KubeObject object, Value affinity, Reports reports) {
        if (!affinity.isPresent()) {
            return Optional.empty();
        }
        String type = affinity.get("affinityType").text("");
        Optional<String> name = affinity.get("cookieName").text();
        Optional<Duration> duration = Durations.seconds(affinity.get("cookieDuration"));
        if (type.equals("managed-cookie")) {
            if (name.isPresent() || duration.filter(d -> !d.isZero()).isPresent()) {
                String message =
                        "sessionAffinity: a managed-cookie is called AGCAffinity and lasts a day; cookieName and"
                                + " cookieDuration are ignored";
                String hint = "write affinityType: application-cookie";
                reports.add(DiagnosticCode.AFFINITY_FIELDS, object, affinity.position(), message, hint);
            }
            return Optional.of(AffinitySpec.of(Persistence.containers(MANAGED, Optional.of(Duration.ofDays(1)))));
        }
        if (!type.equals("application-cookie")) {
            String message = "sessionAffinity: no such affinityType (found " + Wording.quoted(type)
                    + ", expected application-cookie or managed-cookie)";
            reports.add(DiagnosticCode.AFFINITY_FIELDS, object, affinity.position(), message, "");
        } else if (name.isEmpty() || duration.isEmpty()) {
            String message = "sessionAffinity: an application-cookie needs both cookieName and cookieDuration";
            reports.add(DiagnosticCode.AFFINITY_FIELDS, object, affinity.position(), message, "");
        }
        return Optional.of(
                AffinitySpec.of(Persistence.containers(name.orElse(MANAGED), duration.filter(d -> !d.isZero()))));
    }
}
