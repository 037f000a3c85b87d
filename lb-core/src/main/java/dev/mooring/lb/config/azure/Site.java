// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A listener of Application Gateway: some hosts at a port of an address.
 *
 * @param item where it was written
 * @param address which of the gateway's addresses
 * @param port the port of the cloud
 * @param tls whether it speaks TLS
 * @param hosts its hosts in lower case; empty for all
 */
record Site(Item item, String address, int port, boolean tls, List<String> hosts) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    static Site read(Item item, Parts parts) {
        Fields fields = item.fields();
        Optional<Item> port = parts.ports().referredTo(fields, "frontendPort");
        boolean tls = fields.choice("protocol", "Http", "Https")
                .map("Https"::equals)
                .orElseGet(() -> fields.node("sslCertificate").isPresent());
        int fallback = tls ? HTTPS : HTTP;
        String address = parts.addresses()
                .referredTo(fields, "frontendIPConfiguration")
                .map(Item::name)
                .orElse("");
        int number = port.map(
                        found -> found.fields().number("port", 1, MAX_PORT).orElse(fallback))
                .orElse(fallback);
        return new Site(item, address, number, tls, hosts(fields));
    }

    /** Whether it serves every host. */
    boolean isBasic() {
        return hosts.isEmpty();
    }

    boolean hasWildcard() {
        return hosts.stream().anyMatch(host -> host.contains("*") || host.contains("?"));
    }

    /** In which order listeners are asked when no priority says so. */
    int breadth() {
        return isBasic() ? 2 : hasWildcard() ? 1 : 0;
    }

    private static List<String> hosts(Fields fields) {
        List<String> hosts = new ArrayList<>();
        fields.text("hostName").ifPresent(hosts::add);
        fields.texts("hostNames").stream()
                .map(ScalarNode::text)
                .filter(host -> !host.isBlank())
                .forEach(hosts::add);
        return hosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }
}
