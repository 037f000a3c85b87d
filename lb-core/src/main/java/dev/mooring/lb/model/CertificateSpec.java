// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.List;
import java.util.Optional;

/**
 * A certificate with its private key, and where they come from. Never prints a secret.
 *
 * @param name what messages call it
 * @param source where it comes from
 */
public record CertificateSpec(String name, Source source) {
    /** A certificate of Mooring's local authority, for the host names that its listener serves. */
    public static CertificateSpec local(String name) {
        return new CertificateSpec(name, new Local());
    }

    /** The files that it is read from. */
    public List<String> files() {
        if (source instanceof PemFiles pem) {
            return List.of(pem.certificate(), pem.key());
        }
        return source instanceof Pkcs12File pkcs12 ? List.of(pkcs12.file()) : List.of();
    }

    /** Where a certificate comes from. */
    public sealed interface Source {}

    /**
     * PEM files.
     *
     * @param certificate the path of the certificate chain
     * @param key the path of the private key
     */
    public record PemFiles(String certificate, String key) implements Source {}

    /**
     * PEM text, such as a Kubernetes Secret holds.
     *
     * @param certificate the certificate chain
     * @param key the private key; never printed
     */
    public record PemText(String certificate, String key) implements Source {
        @Override
        public String toString() {
            return "PemText[(hidden)]";
        }
    }

    /**
     * A PKCS#12 file.
     *
     * @param file its path
     * @param password its password; never printed
     */
    public record Pkcs12File(String file, Optional<String> password) implements Source {
        @Override
        public String toString() {
            return "Pkcs12File[file=" + file + ", password=(hidden)]";
        }
    }

    /**
     * The octets of a PKCS#12 file, in base64.
     *
     * @param base64 the octets; never printed
     * @param password the password; never printed
     */
    public record Pkcs12Text(String base64, Optional<String> password) implements Source {
        @Override
        public String toString() {
            return "Pkcs12Text[(hidden)]";
        }
    }

    /** Mooring's local authority makes it: what stands in for a certificate that only the cloud has. */
    public record Local() implements Source {}
}
