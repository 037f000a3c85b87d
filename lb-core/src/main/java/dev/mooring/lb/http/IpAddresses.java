// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as text and as bits. Nothing here ever asks DNS. */
public final class IpAddresses {
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern IPV6_ALPHABET = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final byte[] NAT64_PREFIX = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private IpAddresses() {}

    /** Reads a literal IPv4 address, or an IPv6 one without brackets and zone; empty for anything else. */
    public static Optional<InetAddress> parse(String text) {
        boolean literal = text.indexOf(':') >= 0
                ? IPV6_ALPHABET.matcher(text).matches()
                : IPV4.matcher(text).matches();
        if (!literal) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /**
     * The IPv4 address inside an IPv4-mapped one ({@code ::ffff:192.0.2.1}) or one of the well-known NAT64 prefix ({@code
     * 64:ff9b::/96}, RFC 6052); any other address as it is.
     */
    public static InetAddress unwrap(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean embedded = bytes.length == 16 && (isMapped(bytes) || startsWith(bytes, NAT64_PREFIX));
        return embedded ? of(Arrays.copyOfRange(bytes, 12, 16)) : address;
    }

    /** The address as text, without the zone of a link-local one, which means nothing to anybody else. */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** The address with all bits after the prefix set to zero; the prefix is the one of the address's own family. */
    public static InetAddress mask(InetAddress address, int ipv4Prefix, int ipv6Prefix) {
        byte[] bytes = address.getAddress();
        int prefix = bytes.length == 4 ? ipv4Prefix : ipv6Prefix;
        for (int i = 0; i < bytes.length; i++) {
            int keep = Math.max(0, Math.min(8, prefix - i * 8));
            bytes[i] &= (byte) (0xff << (8 - keep));
        }
        return of(bytes);
    }

    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("address of " + bytes.length + " bytes (expected: 4 or 16)", impossible);
        }
    }
}
