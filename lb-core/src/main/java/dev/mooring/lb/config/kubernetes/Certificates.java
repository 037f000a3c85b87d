// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.CertificateSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Finds certificates in Secrets. What stands in a Secret is never shown. */
final class Certificates {
    private final Cluster cluster;
    private final Reports reports;

    Certificates(Cluster cluster, Reports reports) {
        this.cluster = cluster;
        this.reports = reports;
    }

    /** The certificate of a Secret; empty when there is none, which is then reported. */
    Optional<CertificateSpec> find(String namespace, String name, SourcePosition at) {
        Optional<KubeObject> secret = cluster.find("Secret", namespace, name);
        if (secret.isEmpty()) {
            String message = "Secret " + namespace + "/" + name
                    + " is not in the files: a certificate of Mooring's local authority stands in for it";
            reports.once(DiagnosticCode.LOCAL_CERTIFICATE, at, message, "");
            return Optional.empty();
        }
        Optional<String> certificate = value(secret.get(), "tls.crt").filter(text -> text.contains("-----BEGIN "));
        Optional<String> key = value(secret.get(), "tls.key").filter(text -> text.contains("-----BEGIN "));
        if (certificate.isEmpty() || key.isEmpty()) {
            String message =
                    secret.get().title() + ": no certificate (found no PEM text in tls.crt or tls.key, expected"
                            + " both in base64): a certificate of Mooring's local authority stands in for it";
            reports.once(DiagnosticCode.MISSING_REFERENCE, secret.get().position(), message, "");
            return Optional.empty();
        }
        return Optional.of(
                new CertificateSpec(namespace + "/" + name, new CertificateSpec.PemText(certificate.get(), key.get())));
    }

    /** The PEM text of an authority in a ConfigMap or a Secret; empty when there is none. */
    Optional<String> authority(String kind, String namespace, String name) {
        return cluster.find(kind, namespace, name)
                .flatMap(object -> value(object, "ca.crt").or(() -> value(object, "tls.crt")))
                .filter(text -> text.contains("-----BEGIN CERTIFICATE-----"));
    }

    private static Optional<String> value(KubeObject object, String key) {
        Map<String, String> plain = KubeObject.texts(object.value().get("stringData"));
        if (plain.containsKey(key)) {
            return Optional.ofNullable(plain.get(key));
        }
        Optional<String> data =
                Optional.ofNullable(KubeObject.texts(object.value().get("data")).get(key));
        return object.kind().equals("Secret") ? data.flatMap(Certificates::decoded) : data;
    }

    private static Optional<String> decoded(String base64) {
        try {
            byte[] octets = Base64.getMimeDecoder().decode(base64);
            return Optional.of(new String(octets, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
