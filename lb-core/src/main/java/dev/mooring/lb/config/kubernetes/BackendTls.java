// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BackendTlsSpec.ServerName;
import dev.mooring.lb.model.CertificateSpec;
import java.util.Optional;

/** Reads the two kinds called BackendTLSPolicy: that of the Gateway API and that of Application Gateway for Containers. */
final class BackendTls {
    private final Scene scene;

    BackendTls(Scene scene) {
        this.scene = scene;
    }

    /** How TLS is spoken to the backends; empty when the policy says nothing about it. */
    Optional<BackendTlsSpec> read(KubeObject policy) {
        return GatewayProfiles.isContainers(policy) ? containers(policy) : gatewayApi(policy);
    }

    private Optional<BackendTlsSpec> gatewayApi(KubeObject policy) {
        Value validation = policy.spec().get("validation");
        Optional<String> trust = Optional.empty();
        for (Value ref : validation.get("caCertificateRefs").items()) {
            String kind = ref.get("kind").text("ConfigMap");
            trust = trust.or(() -> authority(policy, kind, ref));
        }
        Optional<String> host = validation.get("hostname").text();
        return Optional.of(new BackendTlsSpec(
                true, true, host.isPresent() ? ServerName.FIXED : ServerName.BACKEND, host, trust, Optional.empty()));
    }

    private Optional<BackendTlsSpec> containers(KubeObject policy) {
        Value settings = policy.spec().get("default");
        if (!settings.isPresent()) {
            return Optional.empty();
        }
        Optional<String> sni = settings.get("sni").text();
        Value verify = settings.get("verify");
        Value authority = verify.get("caCertificateRef");
        Optional<String> trust = authority.isPresent() ? authority(policy, "Secret", authority) : Optional.empty();
        Value client = settings.get("clientCertificateRef");
        Optional<CertificateSpec> certificate = client.isPresent()
                ? scene.certificates()
                        .find(policy.namespace(), client.get("name").text(""), client.position())
                : Optional.empty();
        boolean verifyHost = verify.get("subjectAltName").isPresent();
        return Optional.of(new BackendTlsSpec(
                verify.isPresent(),
                verifyHost,
                sni.isPresent() ? ServerName.FIXED : ServerName.HOST_HEADER,
                sni,
                trust,
                certificate));
    }

    private Optional<String> authority(KubeObject policy, String kind, Value ref) {
        String name = ref.get("name").text("");
        Optional<String> found = scene.certificates().authority(kind, policy.namespace(), name);
        if (found.isEmpty()) {
            String message = policy.title() + ": " + kind + " " + policy.namespace() + "/" + name
                    + " with ca.crt is not in the files: certificates are checked against the authorities of Java";
            scene.reports().once(DiagnosticCode.MISSING_REFERENCE, ref.position(), message, "");
        }
        return found;
    }
}
