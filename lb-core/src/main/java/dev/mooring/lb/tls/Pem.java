// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM text (RFC 7468): certificates, and private keys in each of the three forms that tools write. Pure. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final byte[] EC = Der.oid("1.2.840.10045.2.1");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    private record Block(String label, String base64) {
        byte[] octets() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    /** All certificates in the text; one at least. */
    static List<X509Certificate> certificates(String what, String text) throws TlsException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(what, text)) {
                if (block.label().equals(CERTIFICATE)) {
                    found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.octets())));
                }
            }
        } catch (CertificateException e) {
            throw new TlsException(what + ": a certificate in it is not valid X.509", e);
        }
        if (found.isEmpty()) {
            throw new TlsException(what + ": no certificate in it (expected: -----BEGIN CERTIFICATE-----)");
        }
        return found;
    }

    /** The first private key in the text. */
    static PrivateKey privateKey(String what, String text) throws TlsException {
        for (Block block : blocks(what, text)) {
            switch (block.label()) {
                case PKCS8 -> {
                    return ofPkcs8(what, block.octets());
                }
                case PKCS1 -> {
                    return ofPkcs8(what, wrapped(Der.oid("1.2.840.113549.1.1.1"), Der.nothing(), block.octets()));
                }
                case SEC1 -> {
                    return ofPkcs8(what, wrapped(EC, curve(what, block.octets()), block.octets()));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new TlsException(what + ": the private key is encrypted (expected: one without a password,"
                            + " or a PKCS#12 file)");
                default -> {
                    // A certificate beside the key, or the parameters of its curve.
                }
            }
        }
        throw new TlsException(what + ": no private key in it (expected: -----BEGIN PRIVATE KEY-----)");
    }

    /** A certificate chain as text. */
    static String write(List<X509Certificate> chain) throws GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            text.append(write(CERTIFICATE, certificate.getEncoded()));
        }
        return text.toString();
    }

    /** A private key as text. */
    static String write(PrivateKey key) {
        return write(PKCS8, key.getEncoded());
    }

    private static String write(String label, byte[] octets) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(octets) + "\n-----END " + label + "-----\n";
    }

    private static List<Block> blocks(String what, String text) throws TlsException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            Block block = new Block(matcher.group(1), matcher.group(2));
            try {
                block.octets();
            } catch (IllegalArgumentException e) {
                throw new TlsException(what + ": not valid base64 in a block of it", e);
            }
            blocks.add(block);
        }
        return blocks;
    }

    /** Java knows PKCS#8 only, which is the other two forms with the algorithm before them (RFC 5958). */
    private static byte[] wrapped(byte[] algorithm, byte[] parameters, byte[] key) {
        return Der.sequence(Der.integer(BigInteger.ZERO), Der.sequence(algorithm, parameters), Der.octets(key));
    }

    /** The curve that an EC key says it is on: the value under the context tag 0 (RFC 5915, 3). */
    private static byte[] curve(String what, byte[] key) throws TlsException {
        int at = content(key, 0);
        while (at + 1 < key.length) {
            int start = content(key, at);
            int end = start + length(key, at);
            if (start < 0 || end > key.length) {
                break;
            }
            if ((key[at] & 0xff) == 0xa0) {
                return Arrays.copyOfRange(key, start, end);
            }
            at = end;
        }
        throw new TlsException(what + ": the EC private key does not name its curve");
    }

    /** The length of the value whose type stands there. */
    static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f) && at + 2 + i < der.length; i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length < 0 ? Integer.MAX_VALUE / 2 : length;
    }

    /** Where the value begins whose type stands there. */
    static int content(byte[] der, int at) {
        if (at + 1 >= der.length) {
            return der.length;
        }
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    /** Whether the algorithm, which stands after three octets of version and the lengths of two sequences, is that of EC keys. */
    private static boolean isElliptic(byte[] pkcs8) {
        int algorithm = content(pkcs8, content(pkcs8, 0) + 3);
        int end = Math.min(algorithm + EC.length, pkcs8.length);
        return algorithm < end && Arrays.equals(pkcs8, algorithm, end, EC, 0, EC.length);
    }

    private static PrivateKey ofPkcs8(String what, byte[] octets) throws TlsException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(octets);
        for (String algorithm : isElliptic(octets) ? List.of("EC") : List.of("RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException other) {
                // The octets say what they are, but only the right factory reads it.
                assert !algorithm.isEmpty();
            } catch (GeneralSecurityException e) {
                throw new TlsException(what + ": this Java runtime knows no " + algorithm + " keys", e);
            }
        }
        throw new TlsException(what + ": the private key is not a valid RSA, EC or Ed25519 key");
    }
}
