// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import java.util.Optional;
import java.util.OptionalInt;

/** How single values are written. */
final class Values {
    private Values() {}

    /** A whole number that is not negative; empty for everything else. */
    static OptionalInt number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** A host name or an address, which may be in brackets; empty for everything else, such as one with a port. */
    static Optional<String> host(String text) {
        return IpAddresses.parse(text)
                .map(address -> text)
                .or(() -> HostPort.parse(text).filter(at -> at.port() < 0).map(HostPort::host));
    }

    /** Whether the value asks for anything: nothing, an empty one and {@code false} do not. */
    static boolean says(Node node) {
        if (node instanceof ScalarNode scalar) {
            return !scalar.isNull()
                    && !scalar.text().isEmpty()
                    && !scalar.text().equalsIgnoreCase("false");
        }
        if (node instanceof ListNode list) {
            return !list.items().isEmpty();
        }
        return !(node instanceof MapNode map) || !map.entries().isEmpty();
    }

    /** The last part of an id. */
    static String lastSegment(String id) {
        int end = id.length();
        while (end > 0 && id.charAt(end - 1) == '/') {
            end--;
        }
        return id.substring(id.lastIndexOf('/', end - 1) + 1, end);
    }
}
