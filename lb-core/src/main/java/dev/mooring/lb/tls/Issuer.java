// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import dev.mooring.lb.http.IpAddresses;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes certificates (RFC 5280) with the Java runtime alone: an authority, and what it vouches for. Keys are on P-256, which
 * every TLS client of this century knows. Safe from any thread.
 */
final class Issuer {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));

    /** Clocks differ: a certificate that is valid from this very second is not yet valid for somebody. */
    private static final Duration EARLIER = Duration.ofHours(1);

    private Issuer() {}

    /** A new authority, signed by itself. */
    static KeyMaterial authority(String name, Instant now, Duration validFor) throws GeneralSecurityException {
        KeyPair keys = newKeys();
        byte[] subject = name(name);
        byte[] extensions = Der.sequence(
                extension("2.5.29.19", true, Der.sequence(Der.yes(), Der.integer(0))),
                // keyCertSign and cRLSign
                extension("2.5.29.15", true, Der.bits(1, new byte[] {0x06})),
                extension("2.5.29.14", false, Der.octets(keyId(keys.getPublic()))));
        byte[] body = body(subject, subject, keys.getPublic(), now, validFor, extensions);
        return new KeyMaterial(keys.getPrivate(), List.of(sign(body, keys.getPrivate())));
    }

    /**
     * A certificate for a server or a client, signed by an authority that came from {@link #authority}.
     *
     * @param hosts names, wildcards or addresses; the first is its common name too
     */
    static KeyMaterial leaf(KeyMaterial authority, List<String> hosts, Instant now, Duration validFor)
            throws GeneralSecurityException {
        KeyPair keys = newKeys();
        X509Certificate issuer = authority.chain().get(0);
        byte[][] names = hosts.stream().map(Issuer::alternativeName).toArray(byte[][]::new);
        byte[] extensions = Der.sequence(
                extension("2.5.29.19", true, Der.sequence()),
                // digitalSignature
                extension("2.5.29.15", true, Der.bits(7, new byte[] {(byte) 0x80})),
                extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"), Der.oid("1.3.6.1.5.5.7.3.2"))),
                extension("2.5.29.17", false, Der.sequence(names)),
                extension("2.5.29.14", false, Der.octets(keyId(keys.getPublic()))),
                extension("2.5.29.35", false, Der.sequence(Der.tagged(0x80, keyId(issuer.getPublicKey())))));
        byte[] body = body(
                issuer.getSubjectX500Principal().getEncoded(),
                // A common name has 64 characters at most.
                name(hosts.stream()
                        .filter(host -> host.length() <= 64)
                        .findFirst()
                        .orElse("Mooring")),
                keys.getPublic(),
                now,
                validFor,
                extensions);
        X509Certificate signed = sign(body, authority.key());
        return new KeyMaterial(keys.getPrivate(), Stream.of(signed, issuer).toList());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static byte[] body(
            byte[] issuer, byte[] subject, PublicKey key, Instant now, Duration validFor, byte[] extensions) {
        byte[] serial = new byte[16];
        RANDOM.nextBytes(serial);
        return Der.sequence(
                Der.explicit(0, Der.integer(2)),
                Der.integer(new BigInteger(1, serial).setBit(120)),
                ECDSA_SHA256,
                issuer,
                Der.sequence(Der.time(now.minus(EARLIER)), Der.time(now.plus(validFor))),
                subject,
                key.getEncoded(),
                Der.explicit(3, extensions));
    }

    private static X509Certificate sign(byte[] body, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key, RANDOM);
        signature.update(body);
        byte[] encoded = Der.sequence(body, ECDSA_SHA256, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(commonName))));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] alternativeName(String host) {
        Optional<InetAddress> address = IpAddresses.parse(host);
        return address.isPresent()
                ? Der.tagged(0x87, address.get().getAddress())
                : Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII));
    }

    /** RFC 5280, 4.2.1.2: the SHA-1 of the key's bits, as a name and not for safety. */
    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        // On P-256 the bits are the last 65 octets: an uncompressed point.
        byte[] encoded = key.getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length);
        return MessageDigest.getInstance("SHA-1").digest(point);
    }
}
