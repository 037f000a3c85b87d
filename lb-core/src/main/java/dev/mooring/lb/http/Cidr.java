// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code ::1}. Immutable.
 *
 * @param network the first address of the range
 * @param prefix the number of leading bits that count
 */
public record Cidr(InetAddress network, int prefix) {

    /** Reads {@code address} or {@code address/bits}; empty when the text is neither. Never asks DNS. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        return IpAddresses.parse(address).flatMap(network -> {
            int bits = network.getAddress().length * 8;
            if (slash < 0) {
                return Optional.of(new Cidr(network, bits));
            }
            String digits = text.substring(slash + 1);
            if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits) {
                return Optional.empty();
            }
            return Optional.of(new Cidr(network, Integer.parseInt(digits)));
        });
    }

    /** Whether the address lies in this range; an IPv4-mapped address counts as the IPv4 address in it. */
    public boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = IpAddresses.unwrap(address).getAddress();
        if (own.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (own[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((own[whole] ^ other[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
