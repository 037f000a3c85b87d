// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.ConnectionEnds;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.BackendSpec;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The values of other products' affinity cookies, octet for octet. Pure. */
final class CookieValues {
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;

    private CookieValues() {}

    /** The value that stands for this backend in a cookie of this style, which is one that names backends. */
    static String of(Cookie spec, BackendSpec backend) {
        String address = backend.identityOrAddress().toString();
        return switch (spec.style()) {
            case APPLICATION_GATEWAY -> applicationGateway(backend);
            case FRONT_DOOR -> digest("SHA-256", text(address));
            case INGRESS_NGINX_PERSISTENT ->
                digest("MD5", text(spec.salt() + address)) + '|' + ingressNginxBackend(spec.salt());
            case NGINX_STICKY -> digest("MD5", text(address));
            case ENVOY -> Base64.getEncoder().encodeToString(text(address));
            case SIGNED, INGRESS_NGINX_BALANCED, APPLICATION_GATEWAY_FOR_CONTAINERS ->
                throw new IllegalArgumentException(
                        "cookie style: " + spec.style() + " (expected: one that names backends)");
        };
    }

    /** What ingress-nginx appends to each of its values: it says which upstream gave the cookie out. */
    static String ingressNginxBackend(String upstream) {
        return digest("MD5", text(digest("MD5", text(upstream)) + upstream));
    }

    /** A key of 64 bits that stands for a client's connection, in hexadecimal digits. */
    static String ofConnection(ConnectionEnds ends) {
        return digest("SHA-256", text(ends.source() + " " + ends.destination())).substring(0, 16);
    }

    /**
     * MD5 of the C structure in which Linux keeps the backend's address. A backend that has only a name in the cloud would get the
     * address that the name has there, which nobody knows here: the local address stands in for it, and if that is a name too,
     * the name.
     */
    private static String applicationGateway(BackendSpec backend) {
        HostPort identity = backend.identityOrAddress();
        Optional<InetAddress> address = address(identity.host());
        if (address.isPresent()) {
            return digest("MD5", socketAddress(address.get(), identity.port()));
        }
        return address(backend.host())
                .map(local -> digest("MD5", socketAddress(local, backend.port())))
                .orElseGet(() -> digest("MD5", text(identity.toString())));
    }

    private static Optional<InetAddress> address(String host) {
        return IpAddresses.parse(host.equals("localhost") ? "127.0.0.1" : host);
    }

    private static byte[] socketAddress(InetAddress address, int port) {
        byte[] octets = address.getAddress();
        boolean v4 = octets.length == 4;
        ByteBuffer structure =
                ByteBuffer.allocate(v4 ? SOCKADDR_IN : SOCKADDR_IN6).order(ByteOrder.LITTLE_ENDIAN);
        structure.putShort(v4 ? AF_INET : AF_INET6);
        structure.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
        if (!v4) {
            // The flow information.
            structure.putInt(0);
        }
        return structure.put(octets).array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(String algorithm, byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(octets));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(algorithm + ", which every Java platform has, is missing", impossible);
        }
    }
}
