// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.List;

/**
 * What a backend is told about the client: the values of the forwarded fields of its request, which replace all that came in.
 * From a trusted proxy the chain is continued and its word on protocol, host and port is kept; from anybody else nothing is
 * believed. Both spellings are written from the same chain, since a backend reads one of them and we do not know which: of an
 * incoming Forwarded only the addresses survive. Immutable.
 *
 * @param forwardedFor the value of X-Forwarded-For
 * @param proto the value of X-Forwarded-Proto: http or https
 * @param host the value of X-Forwarded-Host; empty when the client sent no Host
 * @param port the value of X-Forwarded-Port
 * @param forwarded the value of Forwarded (RFC 7239)
 */
public record ForwardedHeaders(String forwardedFor, String proto, String host, String port, String forwarded) {

    /**
     * The values for one request.
     *
     * @param trustedPeer whether the request came from a trusted proxy; see {@link ClientAddress#isTrusted}
     * @param publicPort the port that clients see
     */
    public static ForwardedHeaders of(RequestHead head, boolean trustedPeer, int publicPort) {
        String proto = head.client().secure() ? "https" : "http";
        if (trustedPeer) {
            String host = head.headers().first(HeaderName.X_FORWARDED_HOST);
            String port = head.headers().first(HeaderName.X_FORWARDED_PORT);
            return of(
                    head,
                    ForwardedChain.nodes(head.headers()),
                    proto,
                    host == null ? head.authority() : host,
                    port == null ? Integer.toString(publicPort) : port);
        }
        String port = Integer.toString(publicPort);
        ConnectionEnds ends = head.client().ends();
        ForwardedHeaders last = ends.last();
        if (last != null && last.host.equals(head.authority()) && last.proto.equals(proto) && last.port.equals(port)) {
            return last;
        }
        return ends.remember(of(head, List.of(), proto, head.authority(), port));
    }

    private static ForwardedHeaders of(RequestHead head, List<String> nodes, String proto, String host, String port) {
        String peer = IpAddresses.text(head.client().peer());
        return new ForwardedHeaders(forwardedFor(nodes, peer), proto, host, port, forwarded(nodes, peer, host, proto));
    }

    /** The X-Forwarded-For that the client sent, whoever it is, and a node after it. */
    public static String appended(RequestHead head, String node) {
        List<String> before = head.headers().all(HeaderName.X_FORWARDED_FOR);
        return before.isEmpty() ? node : String.join(", ", before) + ", " + node;
    }

    private static String forwardedFor(List<String> nodes, String peer) {
        if (nodes.isEmpty()) {
            return peer;
        }
        StringBuilder text = new StringBuilder();
        for (String node : nodes) {
            text.append(node.isEmpty() ? "unknown" : node).append(", ");
        }
        return text.append(peer).toString();
    }

    private static String forwarded(List<String> nodes, String peer, String host, String proto) {
        StringBuilder text = new StringBuilder(64);
        for (String node : nodes) {
            appendFor(text, node);
            text.append(", ");
        }
        appendFor(text, peer);
        if (!host.isEmpty()) {
            text.append(";host=");
            appendValue(text, host);
        }
        return text.append(";proto=").append(proto).toString();
    }

    private static void appendFor(StringBuilder text, String node) {
        text.append("for=");
        boolean bareIpv6 = !node.startsWith("[") && node.indexOf(':') != node.lastIndexOf(':');
        appendValue(text, node.isEmpty() ? "unknown" : bareIpv6 ? "[" + node + "]" : node);
    }

    private static void appendValue(StringBuilder text, String value) {
        if (Tokens.isToken(value)) {
            text.append(value);
            return;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }
}
