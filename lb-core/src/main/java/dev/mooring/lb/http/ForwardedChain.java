// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hops that a request says it took: the nodes of {@code X-Forwarded-For}, or without that of {@code Forwarded} (RFC
 * 7239). The first is preferred, since nearly every proxy writes it and few rewrite the second, which may then be the
 * client's own invention. A chain is to be read from its right end, and only as long as each hop is trusted.
 */
final class ForwardedChain {
    /** So many hops are looked at, so that a long header costs no more than a short one. */
    static final int MAX_HOPS = 64;

    private ForwardedChain() {}

    /** The nodes as they were written, quotes removed, from the client to the last proxy; without what stands before garbage. */
    static List<String> nodes(Headers headers) {
        if (headers.contains(HeaderName.X_FORWARDED_FOR)) {
            List<String> nodes = new ArrayList<>();
            for (String line : headers.all(HeaderName.X_FORWARDED_FOR)) {
                Lists.members(line).forEach(member -> nodes.add(unquoted(member)));
            }
            return lastHops(nodes);
        }
        List<String> nodes = new ArrayList<>();
        for (String line : headers.all(HeaderName.FORWARDED)) {
            List<String> of = values(line, "for");
            if (of == null) {
                nodes.clear();
            } else {
                nodes.addAll(of);
            }
        }
        return lastHops(nodes);
    }

    /** The protocol that the last proxy says its client spoke, in lower case; null when it does not say. */
    static @Nullable String lastProto(Headers headers) {
        List<String> lines = headers.all(HeaderName.X_FORWARDED_PROTO);
        List<String> protos = List.of();
        if (!lines.isEmpty()) {
            protos = Lists.members(lines.get(lines.size() - 1));
        } else if (headers.contains(HeaderName.FORWARDED)) {
            List<String> forwarded = headers.all(HeaderName.FORWARDED);
            List<String> of = values(forwarded.get(forwarded.size() - 1), "proto");
            protos = of == null ? protos : of;
        }
        return protos.isEmpty() ? null : protos.get(protos.size() - 1).toLowerCase(Locale.ROOT);
    }

    /** The address of a node, which may have a port and brackets; empty for {@code unknown}, {@code _hidden} and garbage. */
    static Optional<InetAddress> address(String node) {
        Optional<InetAddress> bare = IpAddresses.parse(node);
        return bare.isPresent() ? bare : HostPort.parse(node).flatMap(hostPort -> IpAddresses.parse(hostPort.host()));
    }

    private static List<String> lastHops(List<String> nodes) {
        return nodes.subList(Math.max(0, nodes.size() - MAX_HOPS), nodes.size());
    }

    private static String unquoted(String member) {
        boolean quoted = member.length() >= 2 && member.startsWith("\"") && member.endsWith("\"");
        return quoted ? member.substring(1, member.length() - 1) : member;
    }

    /**
     * The values of a parameter in a Forwarded field, an empty one for an element that lacks it; null when the field breaks the
     * grammar. A quote that a client leaves open would otherwise swallow what a trusted proxy wrote behind it.
     */
    private static @Nullable List<String> values(String line, String parameter) {
        List<String> values = new ArrayList<>();
        String value = "";
        int at = 0;
        while (at < line.length()) {
            int equals = line.indexOf('=', at);
            if (equals < 0 || !Tokens.isToken(line.substring(at, equals).strip())) {
                return null;
            }
            int end = endOfValue(line, equals + 1);
            if (end < 0) {
                return null;
            }
            if (line.substring(at, equals).strip().equalsIgnoreCase(parameter)) {
                value = unquoted(line.substring(equals + 1, end).strip());
            }
            if (end == line.length() || line.charAt(end) == ',') {
                values.add(value);
                value = "";
            }
            at = end + 1;
        }
        return values;
    }

    /** Where the value that begins at {@code from} ends, at a separator or the end of the line; -1 if it is malformed. */
    private static int endOfValue(String line, int from) {
        boolean quoted = line.startsWith("\"", from);
        int at = quoted ? afterQuotes(line, from) : from;
        for (int end = at; at >= 0 && end < line.length(); end++) {
            char c = line.charAt(end);
            if (c == ',' || c == ';') {
                return end;
            }
            if (c == '"' || (quoted && c != ' ' && c != '\t')) {
                return -1;
            }
        }
        return at < 0 ? -1 : line.length();
    }

    /** Behind the quoted text that begins at {@code from}; -1 if it does not end. */
    private static int afterQuotes(String line, int from) {
        for (int at = from + 1; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            // What follows a backslash is never the end.
            at += c == '\\' ? 1 : 0;
        }
        return -1;
    }
}
