// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.CertificateSpec.Local;
import dev.mooring.lb.model.CertificateSpec.PemFiles;
import dev.mooring.lb.model.CertificateSpec.PemText;
import dev.mooring.lb.model.CertificateSpec.Pkcs12File;
import dev.mooring.lb.model.CertificateSpec.Pkcs12Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Fetches a key and its certificates from where a configuration says they are. Reads files, so not for event loops. */
final class CertificateLoader {
    private final LocalAuthority authority;

    CertificateLoader(LocalAuthority authority) {
        this.authority = authority;
    }

    /**
     * The key and certificates of a spec.
     *
     * @param hosts what a certificate of the local authority is for
     */
    KeyMaterial load(CertificateSpec spec, List<String> hosts) throws TlsException {
        String what = "certificate '" + spec.name() + "'";
        if (spec.source() instanceof PemFiles files) {
            return pem(what, text(what, files.certificate()), text(what, files.key()));
        }
        if (spec.source() instanceof PemText pem) {
            return pem(what, pem.certificate(), pem.key());
        }
        if (spec.source() instanceof Pkcs12File file) {
            return pkcs12(what, octets(what, file.file()), file.password());
        }
        if (spec.source() instanceof Pkcs12Text text) {
            return pkcs12(what, base64(what, text.base64()), text.password());
        }
        if (spec.source() instanceof Local) {
            return authority.issue(hosts);
        }
        throw new IllegalStateException("a source that nobody loads: " + spec);
    }

    private static KeyMaterial pem(String what, String certificates, String key) throws TlsException {
        return checked(what, new KeyMaterial(Pem.privateKey(what, key), Pem.certificates(what, certificates)));
    }

    private static KeyMaterial pkcs12(String what, byte[] octets, Optional<String> password) throws TlsException {
        char[] secret = password.orElse("").toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(octets), secret);
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, secret);
                Certificate[] chain = store.getCertificateChain(alias);
                if (key instanceof PrivateKey own && chain != null && chain.length > 0) {
                    List<X509Certificate> certificates = new ArrayList<>();
                    for (Certificate certificate : chain) {
                        certificates.add((X509Certificate) certificate);
                    }
                    return checked(what, new KeyMaterial(own, certificates));
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException(what + ": not a PKCS#12 file that this password opens", e);
        }
        throw new TlsException(what + ": no private key with a certificate in the PKCS#12 file");
    }

    /** A key of another certificate would only show in a client's handshake. */
    private static KeyMaterial checked(String what, KeyMaterial material) throws TlsException {
        try {
            if (belongs(material.key(), material.leaf().getPublicKey())) {
                return material;
            }
        } catch (GeneralSecurityException e) {
            throw new TlsException(what + ": the private key does not belong to the certificate", e);
        }
        throw new TlsException(what + ": the private key does not belong to the certificate");
    }

    static boolean belongs(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (key instanceof RSAKey one && certified instanceof RSAKey other) {
            // A signature would tell the same, and cost a tenth of a second at each start.
            return one.getModulus().equals(other.getModulus());
        }
        if (certified instanceof ECPublicKey && endsWith(key.getEncoded(), point(certified.getEncoded()))) {
            // The key has its public half with it, as tools write it: this spares the tables of a curve, a third of a
            // second.
            return true;
        }
        byte[] probe = {1, 2, 3};
        Signature signature =
                Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm());
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(probe);
        return signature.verify(signed);
    }

    /** The point, with its type and length: what follows the algorithm in a public key (RFC 5480, 2). */
    private static byte[] point(byte[] publicKey) {
        int algorithm = Pem.content(publicKey, 0);
        return Arrays.copyOfRange(
                publicKey, Pem.content(publicKey, algorithm) + Pem.length(publicKey, algorithm), publicKey.length);
    }

    private static boolean endsWith(byte[] octets, byte[] end) {
        int from = octets.length - end.length;
        return from > 0 && Arrays.equals(octets, from, octets.length, end, 0, end.length);
    }

    private static String text(String what, String file) throws TlsException {
        return new String(octets(what, file), StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String what, String file) throws TlsException {
        try {
            Path path = Path.of(file);
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                // A pipe would be waited for, and with it the whole reload.
                throw new TlsException(what + ": '" + file + "' is a directory, pipe or device (expected: a file)");
            }
            return Files.readAllBytes(path);
        } catch (IOException | InvalidPathException e) {
            throw new TlsException(what + ": the file '" + file + "' cannot be read", e);
        }
    }

    private static byte[] base64(String what, String text) throws TlsException {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new TlsException(what + ": not valid base64");
        }
    }
}
