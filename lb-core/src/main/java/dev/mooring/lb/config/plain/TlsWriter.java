// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.CertificateSpec.Local;
import dev.mooring.lb.model.CertificateSpec.PemFiles;
import dev.mooring.lb.model.CertificateSpec.PemText;
import dev.mooring.lb.model.CertificateSpec.Pkcs12File;
import dev.mooring.lb.model.CertificateSpec.Pkcs12Text;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.TlsSpec;

/** Writes TLS in Mooring's own form. */
final class TlsWriter {
    private TlsWriter() {}

    static Node listener(TlsSpec tls, Secrets secrets) {
        return new Block()
                .put(
                        "certificates",
                        Block.list(tls.certificates().stream()
                                .map(certificate -> certificate(certificate, secrets))
                                .toList()))
                .put("min-version", Block.word(TlsReader.text(tls.minVersion())))
                .put("client-auth", Labels.of(tls.clientAuth()))
                .putIfPresent("client-ca-text", tls.clientCa())
                .put("http2", tls.http2())
                .node();
    }

    static Node backend(BackendTlsSpec tls, Secrets secrets) {
        if (tls.equals(BackendTlsSpec.DEFAULT)) {
            return Block.word(TlsReader.ON);
        }
        Block block = new Block()
                .put("verify-chain", tls.verifyChain())
                .put("verify-host", tls.verifyHost())
                .put("server-name", Labels.of(tls.serverName()))
                .putIfPresent("name", tls.fixedName())
                .putIfPresent("trust-text", tls.trust());
        tls.clientCertificate().ifPresent(own -> block.put("client-certificate", certificate(own, secrets)));
        return block.node();
    }

    private static Node certificate(CertificateSpec certificate, Secrets secrets) {
        if (certificate.equals(CertificateSpec.local(CertificateReader.LOCAL))) {
            return Block.word(CertificateReader.LOCAL);
        }
        Block block = new Block().put("name", certificate.name());
        if (certificate.source() instanceof PemFiles files) {
            block.put("certificate", files.certificate()).put("key", files.key());
        } else if (certificate.source() instanceof PemText text) {
            block.put("certificate-text", text.certificate()).put("key-text", PlainWriter.shown(text.key(), secrets));
        } else if (certificate.source() instanceof Pkcs12File file) {
            block.put("pfx", file.file());
            block.putIfPresent("password", file.password().map(secret -> PlainWriter.shown(secret, secrets)));
        } else if (certificate.source() instanceof Pkcs12Text text) {
            block.put("pfx-text", PlainWriter.shown(text.base64(), secrets));
            block.putIfPresent("password", text.password().map(secret -> PlainWriter.shown(secret, secrets)));
        } else {
            assert certificate.source() instanceof Local : certificate;
        }
        return block.node();
    }
}
