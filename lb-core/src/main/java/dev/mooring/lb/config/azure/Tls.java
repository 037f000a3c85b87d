// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.model.TlsSpec.ClientAuth;
import dev.mooring.lb.model.TlsSpec.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How HTTPS listeners of Application Gateway speak TLS. */
final class Tls {
    private final Parts parts;
    private final Version version;
    private final boolean http2;

    Tls(Parts parts) {
        this.parts = parts;
        this.version = version(parts.gateway());
        this.http2 = parts.gateway().flag("enableHttp2", false);
    }

    /** The TLS of all that listens at one port: each listener's certificate, and the profile of the first one. */
    TlsSpec of(Door door) {
        List<CertificateSpec> certificates = new ArrayList<>();
        for (Rule rule : door.rules()) {
            Item listener = rule.site().item();
            CertificateSpec certificate = parts.certificates()
                    .referredTo(listener.fields(), "sslCertificate")
                    .map(item -> Certificates.of(item, parts.reading()))
                    .orElseGet(() -> Certificates.none(listener));
            if (!certificates.contains(certificate)) {
                certificates.add(certificate);
            }
        }
        Optional<Item> profile = profile(door);
        Optional<String> clientCa = profile.flatMap(
                item -> BackendTls.certificates(item.fields(), "trustedClientCertificates", parts.trustedClients()));
        return new TlsSpec(
                certificates,
                profile.filter(item -> item.fields().node("sslPolicy").isPresent())
                        .map(item -> version(item.fields()))
                        .orElse(version),
                profile.map(item -> clientAuth(item.fields(), clientCa)).orElse(ClientAuth.NONE),
                clientCa,
                http2);
    }

    private Optional<Item> profile(Door door) {
        Optional<Item> first = Optional.empty();
        boolean differ = false;
        for (int i = 0; i < door.rules().size(); i++) {
            Fields listener = door.rules().get(i).site().item().fields();
            Optional<Item> profile = parts.profiles().referredTo(listener, "sslProfile");
            differ |= i > 0 && !profile.map(Item::name).equals(first.map(Item::name));
            first = i == 0 ? profile : first;
        }
        if (differ) {
            String sentence = "listeners at one port have different TLS profiles; here all have that of the first one";
            Item listener = door.item();
            parts.reading().say(DiagnosticCode.CLOUD_ONLY, listener.position(), listener.path(), sentence, "");
        }
        return first;
    }

    private static ClientAuth clientAuth(Fields profile, Optional<String> clientCa) {
        Optional<Fields> auth = profile.object("clientAuthConfiguration", GatewayShapes.CLIENT_AUTH);
        boolean passthrough = auth.flatMap(inner -> inner.choice("verifyClientAuthMode", "Strict", "Passthrough"))
                .filter("Passthrough"::equals)
                .isPresent();
        return passthrough ? ClientAuth.ANY : clientCa.isPresent() ? ClientAuth.REQUIRED : ClientAuth.NONE;
    }

    private static Version version(Fields owner) {
        Optional<Fields> policy = owner.object("sslPolicy", GatewayShapes.TLS_POLICY);
        if (policy.isEmpty()) {
            return Version.TLS_1_2;
        }
        Fields fields = policy.get();
        fields.choice("policyType", "Predefined", "Custom", "CustomV2");
        Optional<String> least = fields.choice("minProtocolVersion", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3");
        boolean no12 = fields.texts("disabledSslProtocols").stream()
                .map(ScalarNode::text)
                .anyMatch("TLSv1_2"::equalsIgnoreCase);
        boolean older = least.filter(text -> text.equals("TLSv1_0") || text.equals("TLSv1_1"))
                        .isPresent()
                || fields.text("policyName").filter(Tls::isOld).isPresent();
        if (older) {
            String sentence = "the gateway would also speak TLS older than 1.2, which is not spoken here";
            fields.reading()
                    .sayOnce(
                            fields.path() + " old",
                            DiagnosticCode.CLOUD_ONLY,
                            fields.position(),
                            fields.path(),
                            sentence,
                            "");
        }
        return no12 || least.filter("TLSv1_3"::equals).isPresent() ? Version.TLS_1_3 : Version.TLS_1_2;
    }

    private static boolean isOld(String policy) {
        return policy.equalsIgnoreCase("AppGwSslPolicy20150501") || policy.equalsIgnoreCase("AppGwSslPolicy20170401");
    }
}
