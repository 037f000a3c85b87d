// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.CertificateSpec;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    @Test
    void anEllipticKeyOfTheOldFormIsRead() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
        byte[] secret = key.getS().toByteArray();
        byte[] sec1 = Der.sequence(
                Der.integer(1),
                Der.octets(Arrays.copyOfRange(secret, Math.max(0, secret.length - 32), secret.length)),
                Der.explicit(0, Der.oid("1.2.840.10045.3.1.7")));
        String pem = "-----BEGIN EC PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(sec1) + "\n-----END EC PRIVATE KEY-----\n";
        assertEquals(key.getS(), ((ECPrivateKey) Pem.privateKey("key", pem)).getS());
    }

    @Test
    void anRsaKeyOfTheOldFormIsRead() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        byte[] pkcs8 = keys.getPrivate().getEncoded();
        // The old form is what the new one has as its last value, past 26 octets that say that it is RSA.
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        String pem = "-----BEGIN RSA PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pkcs1) + "\n-----END RSA PRIVATE KEY-----\n";
        PrivateKey read = Pem.privateKey("key", pem);
        assertEquals(
                ((RSAPrivateKey) keys.getPrivate()).getPrivateExponent(), ((RSAPrivateKey) read).getPrivateExponent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMIQ=\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMAWg\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMISAgICAoIT/////\n-----END EC PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void whatIsNoKeyIsSaidToBeNoneAndNotShown(String text) {
        TlsException e = assertThrows(TlsException.class, () -> Pem.privateKey("certificate 'web'", text));
        assertTrue(String.valueOf(e.getMessage()).startsWith("certificate 'web': "), e.getMessage());
        assertFalse(String.valueOf(e.getMessage()).contains("c2VjcmV0"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void anEllipticKeyWithItsPublicHalfIsComparedByThat(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair own = generator.generateKeyPair();
        PrivateKey other = generator.generateKeyPair().getPrivate();

        assertTrue(CertificateLoader.belongs(withPublicHalf(own.getPrivate(), own), own.getPublic()));
        // The secret is not looked at, then: so it is known that the public half was.
        assertTrue(CertificateLoader.belongs(withPublicHalf(other, own), own.getPublic()));
        assertFalse(CertificateLoader.belongs(other, own.getPublic()));
        assertTrue(CertificateLoader.belongs(own.getPrivate(), own.getPublic()));
    }

    /** As it is written by other tools than Java. */
    private static PrivateKey withPublicHalf(PrivateKey secret, KeyPair pair) throws Exception {
        byte[] spki = pair.getPublic().getEncoded();
        int first = spki[1] == (byte) 0x81 ? 3 : 2;
        int algorithm = 2 + spki[first + 1];
        byte[] parameters = Arrays.copyOfRange(spki, first + 2 + 9, first + algorithm);
        byte[] point = Arrays.copyOfRange(spki, first + algorithm, spki.length);
        byte[] s = ((ECPrivateKey) secret).getS().toByteArray();
        byte[] sec1 = Der.sequence(Der.integer(1), Der.octets(s), Der.explicit(0, parameters), Der.explicit(1, point));
        String pem = "-----BEGIN EC PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(sec1) + "\n-----END EC PRIVATE KEY-----\n";
        return Pem.privateKey("key", pem);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        TestTls tls = new TestTls();
        CertificateSpec.PemText one =
                (CertificateSpec.PemText) tls.certificate("a.test").source();
        CertificateSpec.PemText other =
                (CertificateSpec.PemText) tls.certificate("a.test").source();
        CertificateSpec mixed = new CertificateSpec("web", new CertificateSpec.PemText(one.certificate(), other.key()));
        CertificateLoader loader = new CertificateLoader(new LocalAuthority(Optional.empty()));
        TlsException e = assertThrows(TlsException.class, () -> loader.load(mixed, List.of()));
        assertTrue(String.valueOf(e.getMessage()).contains("does not belong"), e.getMessage());
        assertFalse(mixed.toString().contains("PRIVATE"), mixed.toString());
    }
}
