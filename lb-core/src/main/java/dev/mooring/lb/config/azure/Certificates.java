// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.model.CertificateSpec;
import java.util.Base64;
import java.util.Optional;

/** The certificates that listeners show: the cloud's own ones where the file has them, else something that stands in. */
final class Certificates {
    private Certificates() {}

    static CertificateSpec of(Item item, Reading reading) {
        String name = item.name();
        Optional<CertificateSpec> given = reading.settings().certificate(name);
        if (given.isPresent()) {
            return given.get();
        }
        Fields fields = item.fields();
        if (fields.node("data").filter(UnknownNode.class::isInstance).isPresent()) {
            return standIn(item, "is not known");
        }
        Optional<String> data = fields.text("data");
        if (data.isPresent() && isPkcs12(data.get())) {
            return new CertificateSpec(
                    name, new CertificateSpec.Pkcs12Text(data.get().replaceAll("\\s", ""), fields.written("password")));
        }
        if (data.isPresent()) {
            return standIn(item, "is no PKCS#12 in base64");
        }
        return standIn(item, fields.node("keyVaultSecretId").isPresent() ? "is in a Key Vault" : "is not in the file");
    }

    /** A listener that names none. */
    static CertificateSpec none(Item listener) {
        String sentence = "no certificate is named; one of Mooring's local authority stands in";
        Reading reading = listener.fields().reading();
        reading.say(DiagnosticCode.LOCAL_CERTIFICATE, listener.position(), listener.path(), sentence, "");
        return CertificateSpec.local(listener.name());
    }

    /** The octets; empty when the text is not base64. */
    static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** Whether it could be one: a DER sequence. */
    private static boolean isPkcs12(String data) {
        return base64(data)
                .filter(octets -> octets.length > 16 && octets[0] == 0x30)
                .isPresent();
    }

    private static CertificateSpec standIn(Item item, String why) {
        item.fields()
                .reading()
                .sayOnce(
                        "certificate " + item.name(),
                        DiagnosticCode.LOCAL_CERTIFICATE,
                        item.position(),
                        item.path(),
                        "the certificate " + why + "; one of Mooring's local authority stands in",
                        "--certificate '" + item.name() + "=FILE' gives another one");
        return CertificateSpec.local(item.name());
    }
}
