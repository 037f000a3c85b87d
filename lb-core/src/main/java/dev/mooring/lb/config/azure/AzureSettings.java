// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.LocalPorts;
import dev.mooring.lb.model.CertificateSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What stands in for things that only the cloud has.
 *
 * @param certificates by name of the cloud's certificate, in either case
 * @param pages texts of custom error pages, by their URL or their status
 * @param backends names of pools to which the command line gives backends; {@code *} for all
 * @param ports the local ports that are taken already; grows
 */
public record AzureSettings(
        Map<String, CertificateSpec> certificates, Map<String, String> pages, Set<String> backends, LocalPorts ports) {

    public AzureSettings {
        Map<String, CertificateSpec> lower = new TreeMap<>();
        certificates.forEach((name, certificate) -> lower.put(name.toLowerCase(Locale.ROOT), certificate));
        certificates = Map.copyOf(lower);
        pages = Map.copyOf(pages);
        backends = Set.copyOf(backends);
    }

    /** Nothing stands in for anything. */
    public static AzureSettings none() {
        return new AzureSettings(Map.of(), Map.of(), Set.of(), new LocalPorts());
    }

    Optional<CertificateSpec> certificate(String name) {
        return Optional.ofNullable(certificates.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The local copy of a page: that for its URL, or else that for its status. */
    Optional<String> page(String url, int status) {
        return Optional.ofNullable(pages.getOrDefault(url, pages.get(Integer.toString(status))));
    }

    boolean givesBackends(String pool) {
        return backends.contains("*") || backends.contains(pool);
    }
}
