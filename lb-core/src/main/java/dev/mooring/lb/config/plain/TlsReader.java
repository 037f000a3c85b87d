// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BackendTlsSpec.ServerName;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.model.TlsSpec.ClientAuth;
import dev.mooring.lb.model.TlsSpec.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads how a listener speaks TLS, and how it is spoken to the backends of a pool. */
final class TlsReader {
    static final String ON = "on";

    private static final Key<List<CertificateSpec>> CERTIFICATES = Key.optional(
            "certificates",
            Form.list(CertificateReader.FORM),
            "`local`",
            "What is shown, by server name; the first to clients that ask for none or for another.");
    private static final Key<Version> MIN_VERSION = Key.of(
            "min-version",
            Forms.choice(List.of("1.2", "1.3"), TlsReader::version),
            "1.2",
            "The oldest version that is spoken.");
    private static final Key<ClientAuth> CLIENT_AUTH = Key.of(
            "client-auth",
            Forms.choice(ClientAuth.class),
            "none",
            "Whether clients may or have to show a certificate; with `any` they may, and it is not checked.");
    private static final Key<String> CLIENT_CA = Key.optional(
            "client-ca",
            Forms.TEXT,
            "those of the Java runtime",
            "A PEM file with the authorities that client certificates are checked against.");
    private static final Key<String> CLIENT_CA_TEXT =
            Key.optional("client-ca-text", Forms.TEXT, "none", "The same as PEM text.");
    private static final Key<Boolean> HTTP2 =
            Key.of("http2", Forms.FLAG, "true", "Whether HTTP/2 is offered to clients.");

    static final Section SECTION =
            Section.of("listeners.NAME.tls", CERTIFICATES, MIN_VERSION, CLIENT_AUTH, CLIENT_CA, CLIENT_CA_TEXT, HTTP2);

    private static final Key<Boolean> VERIFY_CHAIN = Key.of(
            "verify-chain",
            Forms.FLAG,
            "true",
            "Whether a backend's certificate must come from a trusted authority and be in date.");
    private static final Key<Boolean> VERIFY_HOST = Key.of(
            "verify-host",
            Forms.FLAG,
            "true",
            "Whether a backend's certificate must be for the name that was asked for.");
    private static final Key<ServerName> SERVER_NAME = Key.of(
            "server-name",
            Forms.choice(ServerName.class),
            "host-header",
            "Which name is asked for and verified: that of the request's Host, the backend's, a fixed one, or none.");
    private static final Key<String> NAME =
            Key.optional("name", Forms.TEXT, "none", "The name, for `server-name: fixed`.");
    private static final Key<String> TRUST = Key.optional(
            "trust", Forms.TEXT, "those of the Java runtime", "A PEM file with the authorities that are trusted.");
    private static final Key<String> TRUST_TEXT =
            Key.optional("trust-text", Forms.TEXT, "none", "The same as PEM text.");
    private static final Key<CertificateSpec> CLIENT_CERTIFICATE = Key.optional(
            "client-certificate",
            CertificateReader.FORM,
            "none",
            "What is shown to a backend that asks, written as a certificate of a listener.");

    static final Section BACKEND_SECTION = Section.of(
            "pools.NAME.tls", VERIFY_CHAIN, VERIFY_HOST, SERVER_NAME, NAME, TRUST, TRUST_TEXT, CLIENT_CERTIFICATE);

    private TlsReader() {}

    /** TLS of a listener. */
    static Optional<TlsSpec> read(Spot spot) {
        if (spot.node() instanceof ScalarNode word && word.text().equals(CertificateReader.LOCAL)) {
            return Optional.of(TlsSpec.of(List.of(CertificateSpec.local(CertificateReader.LOCAL))));
        }
        return MapReader.read(spot, SECTION, map -> {
            List<CertificateSpec> certificates =
                    map.find(CERTIFICATES).orElse(List.of(CertificateSpec.local(CertificateReader.LOCAL)));
            TlsSpec tls = new TlsSpec(
                    certificates,
                    map.get(MIN_VERSION),
                    map.get(CLIENT_AUTH),
                    CertificateReader.certificates(map, CLIENT_CA, CLIENT_CA_TEXT),
                    map.get(HTTP2));
            boolean checked = tls.clientAuth() == ClientAuth.OPTIONAL || tls.clientAuth() == ClientAuth.REQUIRED;
            if (tls.clientCa().isPresent() && !checked) {
                String found = "client-auth: " + Labels.of(tls.clientAuth());
                spot.report(
                        DiagnosticCode.IGNORED_SETTING,
                        "nobody is checked against client-ca",
                        found,
                        "client-auth: optional or required",
                        "");
            }
            if (certificates.isEmpty()) {
                spot.report(DiagnosticCode.BAD_VALUE, "TLS without a certificate", "none", "one at least", "");
            }
            return Optional.of(tls);
        });
    }

    /** TLS to the backends of a pool. */
    static Optional<BackendTlsSpec> readBackend(Spot spot) {
        if (spot.node() instanceof ScalarNode word && word.text().equals(ON)) {
            return Optional.of(BackendTlsSpec.DEFAULT);
        }
        return MapReader.read(spot, BACKEND_SECTION, map -> {
            ServerName serverName = map.get(SERVER_NAME);
            Optional<String> name = map.find(NAME);
            if (name.isPresent() != (serverName == ServerName.FIXED)) {
                spot.report(
                        DiagnosticCode.BAD_VALUE,
                        "a fixed name needs both keys",
                        name.isPresent() ? "name without server-name: fixed" : "server-name: fixed without name",
                        "both or neither",
                        "");
            }
            return Optional.of(new BackendTlsSpec(
                    map.get(VERIFY_CHAIN),
                    map.get(VERIFY_HOST),
                    serverName,
                    name,
                    CertificateReader.certificates(map, TRUST, TRUST_TEXT),
                    map.find(CLIENT_CERTIFICATE)));
        });
    }

    /** A version as it is written, such as {@code 1.2}. */
    static String text(Version version) {
        return Labels.of(version).replace("tls-", "").replace('-', '.');
    }

    private static Optional<Version> version(String text) {
        return Arrays.stream(Version.values())
                .filter(version -> text(version).equals(text))
                .findFirst();
    }
}
