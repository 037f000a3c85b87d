// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.CertificateSpec.Local;
import dev.mooring.lb.model.CertificateSpec.PemFiles;
import dev.mooring.lb.model.CertificateSpec.PemText;
import dev.mooring.lb.model.CertificateSpec.Pkcs12File;
import dev.mooring.lb.model.CertificateSpec.Pkcs12Text;
import dev.mooring.lb.model.CertificateSpec.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads where a certificate and its key come from: PEM files, a PKCS#12 file, their text, or the word {@code local}. */
final class CertificateReader {
    static final String LOCAL = "local";

    private static final Key<String> NAME =
            Key.optional("name", Forms.TEXT, "its first file", "What messages call it.");
    private static final Key<String> CERTIFICATE = Key.optional(
            "certificate",
            Forms.TEXT,
            "none",
            "A PEM file with the certificate and those that vouch for it; relative to the configuration file.");
    private static final Key<String> KEY = Key.optional(
            "key",
            Forms.TEXT,
            "the same file",
            "The PEM file with the private key; relative to the configuration file.");
    private static final Key<String> CERTIFICATE_TEXT =
            Key.optional("certificate-text", Forms.TEXT, "none", "The certificates themselves, as PEM text.");
    private static final Key<String> KEY_TEXT =
            Key.optional("key-text", Forms.TEXT, "none", "The private key itself, as PEM text.");
    private static final Key<String> PKCS12 =
            Key.optional("pfx", Forms.TEXT, "none", "A PKCS#12 file with both; relative to the configuration file.");
    private static final Key<String> PKCS12_TEXT =
            Key.optional("pfx-text", Forms.TEXT, "none", "The octets of a PKCS#12 file in base64.");
    private static final Key<String> PASSWORD_FILE =
            Key.optional("password-file", Forms.TEXT, "none", "A file that holds the password of the PKCS#12 file.");
    private static final Key<String> PASSWORD_ENV =
            Key.optional("password-env", Forms.TEXT, "none", "An environment variable that holds the password.");
    private static final Key<String> PASSWORD =
            Key.optional("password", Forms.TEXT, "none", "The password itself; gets a warning.");
    private static final SecretText SECRET = new SecretText(PASSWORD_FILE, PASSWORD_ENV, PASSWORD);

    static final Form<CertificateSpec> FORM = new Form<>("`local` or map", CertificateReader::read);
    static final Section SECTION = Section.of(
            "listeners.NAME.tls.certificates[]",
            NAME,
            CERTIFICATE,
            KEY,
            CERTIFICATE_TEXT,
            KEY_TEXT,
            PKCS12,
            PKCS12_TEXT,
            PASSWORD_FILE,
            PASSWORD_ENV,
            PASSWORD);

    private CertificateReader() {}

    private static Optional<CertificateSpec> read(Spot spot) {
        if (spot.node() instanceof ScalarNode word && word.text().equals(LOCAL)) {
            return Optional.of(CertificateSpec.local(LOCAL));
        }
        return MapReader.read(spot, SECTION, map -> {
            Optional<String> name = map.find(NAME);
            Optional<String> certificate = map.find(CERTIFICATE);
            Optional<String> key = map.find(KEY);
            Optional<String> certificateText = map.find(CERTIFICATE_TEXT);
            Optional<String> keyText = map.find(KEY_TEXT);
            Optional<String> pkcs12 = map.find(PKCS12);
            Optional<String> pkcs12Text = map.find(PKCS12_TEXT);
            Optional<String> password = SECRET.read(map);
            List<Source> sources = new ArrayList<>();
            certificate.ifPresent(
                    file -> sources.add(new PemFiles(file(map, CERTIFICATE, file), file(map, KEY, key.orElse(file)))));
            certificateText.ifPresent(text -> sources.add(new PemText(text, keyText.orElse(text))));
            pkcs12.ifPresent(file -> sources.add(new Pkcs12File(resolved(map, file), password)));
            pkcs12Text.ifPresent(text -> sources.add(new Pkcs12Text(text, password)));
            if (sources.isEmpty() && name.isPresent()) {
                return Optional.of(new CertificateSpec(name.get(), new Local()));
            }
            if (sources.size() != 1) {
                String found = sources.isEmpty() ? "no certificate" : "several";
                spot.report(
                        DiagnosticCode.BAD_VALUE,
                        "a certificate comes from one place",
                        found,
                        "one of certificate, pfx, certificate-text or pfx-text; or `local`",
                        "");
                return Optional.empty();
            }
            String called = name.or(() -> certificate).or(() -> pkcs12).orElse("text");
            return Optional.of(new CertificateSpec(called, sources.get(0)));
        });
    }

    /** The path of a text file that has to be there. */
    private static String file(MapReader map, Key<String> key, String path) {
        ReadContext context = map.spot().context();
        if (context.resources().readFile(context.file(), path).isEmpty()) {
            map.node(key)
                    .ifPresent(node -> new Spot(node, map.path(key), context)
                            .report(
                                    DiagnosticCode.SECRET_UNREADABLE,
                                    "no certificate there",
                                    "no readable file " + Wording.quoted(path),
                                    "a PEM file",
                                    ""));
        }
        return resolved(map, path);
    }

    private static String resolved(MapReader map, String path) {
        ReadContext context = map.spot().context();
        return context.resources().resolve(context.file(), path);
    }

    /** The text of a PEM file with certificates only, or a reported reason why there is none. */
    static Optional<String> certificates(MapReader map, Key<String> fileKey, Key<String> textKey) {
        Optional<String> text = map.find(textKey);
        Optional<String> file = map.find(fileKey);
        if (file.isEmpty()) {
            return text;
        }
        ReadContext context = map.spot().context();
        Optional<String> read = context.resources().readFile(context.file(), file.get());
        file(map, fileKey, file.get());
        return read;
    }
}
