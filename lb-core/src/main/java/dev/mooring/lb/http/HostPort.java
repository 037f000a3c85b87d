// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.Optional;

/**
 * A host and a port as they stand in {@code Host}, in an address of the configuration or on the command line. Immutable.
 *
 * @param host a name or an IPv4 address as it was written, or an IPv6 address without its brackets
 * @param port 0 to 65535, or -1 when none was given
 */
public record HostPort(String host, int port) {

    /**
     * Reads {@code host}, {@code host:port}, {@code [::1]} or {@code [::1]:port}; empty when the text is none of them. The host
     * of a name is checked against RFC 3986, 3.2.2, narrowed to what a Host field may hold.
     */
    public static Optional<HostPort> parse(String text) {
        boolean bracketed = text.startsWith("[");
        int close = bracketed ? text.indexOf(']') : -1;
        int colon = text.indexOf(':', close + 1);
        int endOfHost = colon < 0 ? text.length() : colon;
        if (bracketed && close != endOfHost - 1) {
            return Optional.empty();
        }
        String host = bracketed ? text.substring(1, close) : text.substring(0, endOfHost);
        if (!(bracketed ? isIpv6(host) : isName(host))) {
            return Optional.empty();
        }
        return colon < 0
                ? Optional.of(new HostPort(host, -1))
                : port(text.substring(colon + 1)).map(port -> new HostPort(host, port));
    }

    /** Reads an authority, in which the port may be there and empty: that means the default one (RFC 9110, 4.2.3). */
    public static Optional<HostPort> ofAuthority(String text) {
        boolean emptyPort = text.endsWith(":") && text.indexOf(':', text.lastIndexOf(']') + 1) == text.length() - 1;
        return parse(emptyPort ? text.substring(0, text.length() - 1) : text);
    }

    /** Whether two authorities name the same server, if what has no port has this one. */
    public static boolean sameServer(String one, String other, int defaultPort) {
        return one.equalsIgnoreCase(other)
                || ofAuthority(one)
                        .flatMap(first -> ofAuthority(other).filter(second -> first.isSame(second, defaultPort)))
                        .isPresent();
    }

    private boolean isSame(HostPort other, int defaultPort) {
        return host.equalsIgnoreCase(other.host)
                && (port < 0 ? defaultPort : port) == (other.port < 0 ? defaultPort : other.port);
    }

    /** Reads a port, 0 to 65535; empty when the text is none. */
    public static Optional<Integer> port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text);
        return port <= 65535 ? Optional.of(port) : Optional.empty();
    }

    private static boolean isIpv6(String host) {
        return host.indexOf(':') >= 0 && IpAddresses.parse(host).isPresent();
    }

    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean ok = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            if (!ok) {
                return false;
            }
        }
        return !host.isEmpty() && host.length() <= 255;
    }

    /** As it is written in a URI: an IPv6 address in brackets, the port when there is one. */
    @Override
    public String toString() {
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port < 0 ? written : written + ":" + port;
    }
}
