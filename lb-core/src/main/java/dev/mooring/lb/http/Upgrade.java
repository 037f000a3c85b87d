// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The change of a connection to another protocol (RFC 9110, 7.8): which ones a client's offer may carry to a backend, and whether
 * the backend took one of them. Pure.
 */
public final class Upgrade {
    private Upgrade() {}

    /**
     * The protocols that are offered on, as the value of Upgrade; empty when there is none. Never one that changes how this very
     * hop speaks HTTP (h2c, TLS): behind it requests would pass that nobody has looked at.
     */
    public static String offered(RequestHead head) {
        Headers headers = head.headers();
        if (head.http10()
                || !headers.contains(HeaderName.UPGRADE)
                || !headers.listContains(HeaderName.CONNECTION, "upgrade")) {
            return "";
        }
        List<String> offered = new ArrayList<>(1);
        for (String value : headers.all(HeaderName.UPGRADE)) {
            for (String protocol : Lists.members(value)) {
                if (isProtocol(protocol) && !isOfThisHop(protocol)) {
                    offered.add(protocol);
                }
            }
        }
        return String.join(", ", offered);
    }

    /** Whether a 101 with these fields takes up the offer: it names at least one protocol, and none that was not offered. */
    public static boolean isAccepted(String offered, Headers response) {
        boolean named = false;
        for (String value : response.all(HeaderName.UPGRADE)) {
            for (String protocol : Lists.members(value)) {
                if (!Lists.contains(offered, protocol)) {
                    return false;
                }
                named = true;
            }
        }
        return named && response.listContains(HeaderName.CONNECTION, "upgrade");
    }

    /** Whether the protocol taken up is that of WebSockets. */
    public static boolean isWebSocket(Headers response) {
        return response.listContains(HeaderName.UPGRADE, "websocket");
    }

    private static boolean isProtocol(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? Tokens.isToken(text)
                : Tokens.isToken(text.substring(0, slash)) && Tokens.isToken(text.substring(slash + 1));
    }

    private static boolean isOfThisHop(String protocol) {
        String name = protocol.toLowerCase(Locale.ROOT);
        return name.equals("h2c")
                || name.equals("h2")
                || name.equals("http")
                || name.startsWith("http/")
                || name.equals("tls")
                || name.startsWith("tls/");
    }
}
