// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT for a WebSocket (RFC 8441) is to a backend of HTTP/1.1: a GET with an offer to switch and a key of our own, whose
 * answer only we can check (RFC 6455, 4.1). Pure.
 */
public final class WebSocketHandshake {
    /** The only protocol that a CONNECT may ask for. */
    static final String PROTOCOL = "websocket";

    private static final HeaderName KEY = HeaderName.of("Sec-WebSocket-Key");
    private static final HeaderName ACCEPT = HeaderName.of("Sec-WebSocket-Accept");

    /** RFC 6455, 1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketHandshake() {}

    /** The fields of the offer, made of those of the CONNECT. */
    static Headers offer(Headers asked, RandomGenerator chance) {
        byte[] nonce = new byte[16];
        chance.nextBytes(nonce);
        Headers.Builder fields = new Headers.Builder();
        for (int i = 0; i < asked.size(); i++) {
            if (!asked.is(i, KEY)) {
                fields.add(asked.name(i), asked.value(i));
            }
        }
        return fields.add(HeaderName.CONNECTION.toString(), "Upgrade")
                .add(HeaderName.UPGRADE.toString(), PROTOCOL)
                .add(KEY.toString(), Base64.getEncoder().encodeToString(nonce))
                .build();
    }

    /** What Sec-WebSocket-Accept has to be; null for a request that was no CONNECT, since no other offers anything over HTTP/2. */
    public static @Nullable String awaited(Headers request) {
        String key = request.contains(HeaderName.UPGRADE) ? request.first(KEY) : null;
        if (key == null) {
            return null;
        }
        byte[] octets = (key + GUID).getBytes(StandardCharsets.US_ASCII);
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether such a response may follow a CONNECT: the switch with the proof that is awaited, or what is no success. */
    public static boolean isAnswer(int status, Headers response, String awaited) {
        return status == 101 ? response.all(ACCEPT).equals(List.of(awaited)) : status < 200 || status > 299;
    }

    /** The fields of the switch, without those that only HTTP/1.1 has. */
    public static HeaderChanges answer(HeaderChanges fields) {
        for (HeaderName name : new HeaderName[] {HeaderName.CONNECTION, HeaderName.UPGRADE, ACCEPT}) {
            fields.remove(name, value -> true);
        }
        return fields;
    }
}
