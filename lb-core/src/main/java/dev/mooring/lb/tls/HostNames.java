// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import dev.mooring.lb.http.IpAddresses;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which hosts a certificate is for (RFC 9525): its alternative names, and nothing else where it has any. Pure. */
final class HostNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private HostNames() {}

    /** The DNS names of a certificate in lower case, wildcards as they are. */
    static List<String> of(X509Certificate certificate) {
        return alternatives(certificate, DNS_NAME).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether a certificate is for this host, a name or an address. */
    static boolean match(X509Certificate certificate, String host) {
        Optional<InetAddress> address = IpAddresses.parse(host);
        if (address.isPresent()) {
            return alternatives(certificate, IP_ADDRESS).stream()
                    .anyMatch(text -> IpAddresses.parse(text).equals(address));
        }
        String name = canonical(host);
        return of(certificate).stream().anyMatch(pattern -> matches(pattern, name));
    }

    /** In lower case and without the root's dot. */
    static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** A wildcard stands for exactly one label, the first. */
    private static boolean matches(String pattern, String name) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }

    private static List<String> alternatives(X509Certificate certificate, int kind) {
        List<String> found = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all == null) {
                return found;
            }
            for (List<?> alternative : all) {
                if (alternative.get(0).equals(kind) && alternative.get(1) instanceof String text) {
                    found.add(text);
                }
            }
        } catch (CertificateParsingException e) {
            // A name that nobody can read is a name for nobody.
            return List.of();
        }
        return found;
    }
}
