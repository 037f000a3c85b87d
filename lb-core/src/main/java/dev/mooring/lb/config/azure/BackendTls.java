// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BackendTlsSpec.ServerName;
import dev.mooring.lb.model.HostHeaderSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which names backends are asked for, and what their certificates are checked against. */
final class BackendTls {
    private static final String HOST_NAME = "hostName";
    private static final String PICK = "pickHostNameFromBackendAddress";

    private BackendTls() {}

    static HostHeaderSpec hostHeader(Fields fields) {
        Optional<String> host = fields.text(HOST_NAME);
        boolean pick = fields.flag(PICK, false);
        if (host.isPresent() && pick) {
            fields.say(
                    DiagnosticCode.CLOUD_REJECTS, PICK, "excludes hostName, which counts here", "remove one of them");
        }
        return host.map(HostHeaderSpec::fixed).orElse(pick ? HostHeaderSpec.BACKEND : HostHeaderSpec.CLIENT);
    }

    static BackendTlsSpec read(Fields fields, Parts parts) {
        Optional<String> name = fields.text("sniName").or(() -> fields.text(HOST_NAME));
        ServerName serverName = name.isPresent()
                ? ServerName.FIXED
                : fields.flag(PICK, false) ? ServerName.BACKEND : ServerName.HOST_HEADER;
        return new BackendTlsSpec(
                fields.flag("validateCertChainAndExpiry", true),
                fields.flag("validateSNI", true),
                serverName,
                name,
                trust(fields, parts),
                Optional.empty());
    }

    private static Optional<String> trust(Fields fields, Parts parts) {
        return certificates(fields, "trustedRootCertificates", parts.trustedRoots());
    }

    /** The certificates that a list of references names, as PEM text; empty when there is none. */
    static Optional<String> certificates(Fields fields, String property, Collection from) {
        List<String> pems = new ArrayList<>();
        for (Node node : fields.list(property)) {
            if (!(node instanceof MapNode) && !(node instanceof ScalarNode)) {
                continue;
            }
            MapNode.Entry entry = new MapNode.Entry(node.position(), property, node);
            Shape one = Shape.of(property, Property.honoured(property, ""));
            Fields single = new Fields(node.position(), List.of(entry), one, fields.path(), fields.reading());
            from.referredTo(single, property)
                    .flatMap(item -> item.fields().text("data"))
                    .map(BackendTls::pem)
                    .ifPresent(pems::add);
        }
        return pems.isEmpty() ? Optional.empty() : Optional.of(String.join("", pems));
    }

    /** The cloud takes PEM text and binary certificates, both in base64, and tools also send PEM text as it is. */
    private static String pem(String data) {
        if (data.startsWith("-----BEGIN")) {
            return data.strip() + "\n";
        }
        Optional<byte[]> octets = Certificates.base64(data);
        if (octets.isPresent() && new String(octets.get(), StandardCharsets.US_ASCII).contains("-----BEGIN")) {
            return new String(octets.get(), StandardCharsets.US_ASCII).strip() + "\n";
        }
        return "-----BEGIN CERTIFICATE-----\n" + data.strip() + "\n-----END CERTIFICATE-----\n";
    }
}
