// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.http.IpAddresses;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.OptionalLong;

/** Functions about ranges of addresses. */
final class CidrFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("parseCidr", 1, 1, CidrFunctions::parse),
            new Builtin("cidrSubnet", 3, 3, CidrFunctions::subnet),
            new Builtin("cidrHost", 2, 2, CidrFunctions::host));

    private CidrFunctions() {}

    private static Node parse(Arguments a) {
        Range range = Range.of(a);
        boolean hasHosts = range.size().bitLength() > 2;
        BigInteger first = hasHosts ? range.network.add(BigInteger.ONE) : range.network;
        BigInteger last = hasHosts ? range.last().subtract(BigInteger.ONE) : range.last();
        MapNode texts = Values.texts(
                a.position(),
                "network",
                range.text(range.network),
                "netmask",
                range.text(range.mask()),
                "broadcast",
                range.text(range.last()),
                "firstUsable",
                range.text(first),
                "lastUsable",
                range.text(last));
        List<MapNode.Entry> entries = new java.util.ArrayList<>(texts.entries());
        entries.add(new MapNode.Entry(a.position(), "cidr", a.made(range.prefix)));
        return new MapNode(a.position(), entries);
    }

    private static Node subnet(Arguments a) {
        Range range = Range.of(a);
        long prefix = a.integer(1);
        long index = a.integer(2);
        boolean inside = prefix >= range.prefix && prefix <= range.bits && index >= 0;
        if (!inside || BigInteger.valueOf(index).bitLength() > prefix - range.prefix) {
            throw a.fails("there is no such part of the range");
        }
        BigInteger offset = BigInteger.valueOf(index).shiftLeft((int) (range.bits - prefix));
        return a.made(range.text(range.network.add(offset)) + "/" + prefix);
    }

    private static Node host(Arguments a) {
        Range range = Range.of(a);
        BigInteger address = range.network.add(BigInteger.valueOf(a.integer(1))).add(BigInteger.ONE);
        if (a.integer(1) < 0 || address.compareTo(range.last()) > 0) {
            throw a.fails("there is no such address in the range");
        }
        return a.made(range.text(address));
    }

    /** A range of addresses of so many bits. */
    private record Range(BigInteger network, int prefix, int bits) {
        static Range of(Arguments a) {
            String text = a.text(0);
            int slash = text.indexOf('/');
            InetAddress address = IpAddresses.parse(slash < 0 ? text : text.substring(0, slash))
                    .orElseThrow(() -> a.wrong(0, "a range such as 10.0.0.0/16"));
            int bits = address.getAddress().length * 8;
            OptionalLong prefix = slash < 0 ? OptionalLong.of(bits) : Values.asInteger(text.substring(slash + 1));
            if (prefix.isEmpty() || prefix.getAsLong() < 0 || prefix.getAsLong() > bits) {
                throw a.wrong(0, "a range such as 10.0.0.0/16");
            }
            int free = (int) (bits - prefix.getAsLong());
            BigInteger number = new BigInteger(1, address.getAddress());
            return new Range(number.shiftRight(free).shiftLeft(free), (int) prefix.getAsLong(), bits);
        }

        BigInteger size() {
            return BigInteger.ONE.shiftLeft(bits - prefix);
        }

        BigInteger last() {
            return network.add(size()).subtract(BigInteger.ONE);
        }

        BigInteger mask() {
            return BigInteger.ONE.shiftLeft(bits).subtract(size());
        }

        String text(BigInteger address) {
            byte[] octets = new byte[bits / 8];
            for (int i = 0; i < octets.length; i++) {
                octets[octets.length - 1 - i] = address.shiftRight(8 * i).byteValue();
            }
            try {
                return InetAddress.getByAddress(octets).getHostAddress();
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException("4 and 16 octets are always an address", impossible);
            }
        }
    }
}
