// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the chain of certificates for it. Immutable.
 *
 * @param key the key; never printed
 * @param chain the certificate of the key, and those that vouch for it
 */
record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {
    KeyMaterial {
        chain = List.copyOf(chain);
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    /** What the log says when it takes the place of an earlier one. */
    String renewed(String name, String where) {
        return "certificate '" + name + "' of " + where + ", valid until "
                + leaf().getNotAfter().toInstant();
    }

    X509Certificate[] chainArray() {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public String toString() {
        return "KeyMaterial[" + leaf().getSubjectX500Principal() + "]";
    }
}
