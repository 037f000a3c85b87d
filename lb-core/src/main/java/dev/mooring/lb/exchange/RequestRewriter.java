// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.ClientAddress;
import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HopByHop;
import dev.mooring.lb.http.Lists;
import dev.mooring.lb.http.MaxForwards;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.Upgrade;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.runtime.BackendState;

/** Decides what a backend is told: the client's fields less those for one hop only, and who the client is. Pure. */
final class RequestRewriter {
    /** The name that this balancer goes by in Via (RFC 9110, 7.6.3). */
    static final String PSEUDONYM = "mooring";

    private static final HeaderName[] REPLACED = {
        HeaderName.FORWARDED,
        HeaderName.X_FORWARDED_FOR,
        HeaderName.X_FORWARDED_HOST,
        HeaderName.X_FORWARDED_PORT,
        HeaderName.X_FORWARDED_PROTO,
        // The body is framed anew, and trailers are passed on whether or not the client says that it takes them.
        HeaderName.TE,
    };

    /** How often a request may have passed a balancer of this name: some may stand behind each other, but not for ever. */
    private static final int MAX_PASSES = 16;

    private RequestRewriter() {}

    /** Whether the request comes back again and again (RFC 9110, 7.6: nobody forwards a message to himself for ever). */
    static boolean isLooping(RequestHead head) {
        int passes = 0;
        Headers headers = head.headers();
        for (int i = headers.indexOf(HeaderName.VIA, 0); i >= 0; i = headers.indexOf(HeaderName.VIA, i + 1)) {
            for (String hop : Lists.members(headers.value(i))) {
                passes += hop.endsWith(" " + PSEUDONYM) ? 1 : 0;
            }
        }
        return passes >= MAX_PASSES;
    }

    static HeaderChanges rewrite(RequestHead head, Framing framing, GatewaySpec spec, BackendState backend) {
        HeaderChanges fields = withoutHopByHop(head.headers());
        for (HeaderName name : REPLACED) {
            fields.drop(name);
        }
        if (head.http10()) {
            // RFC 9110, 10.1.1: an HTTP/1.0 client cannot wait for a 100.
            fields.drop(HeaderName.EXPECT);
        }
        MaxForwards.decrement(head, fields);
        plainLength(fields);
        String host = host(head, backend);
        if (!host.equals(head.headers().first(HeaderName.HOST))) {
            fields.set(HeaderName.HOST, host);
        }
        if (framing.kind() == Framing.Kind.CHUNKED) {
            fields.add(HeaderName.TRANSFER_ENCODING, "chunked");
        }
        String upgrade = Upgrade.offered(head);
        if (!upgrade.isEmpty()) {
            fields.add(HeaderName.CONNECTION, "Upgrade").add(HeaderName.UPGRADE, upgrade);
        }
        if (spec.explain()) {
            fields.drop(HeaderName.X_MOORING_EXPLAIN);
        }
        boolean trusted = ClientAddress.isTrusted(head.client().peer(), spec.trustedProxies());
        forwarded(fields, ForwardedHeaders.of(head, trusted));
        return fields.add(HeaderName.VIA, (head.http10() ? "1.0 " : "1.1 ") + PSEUDONYM);
    }

    /** The Host that a backend is told. */
    static String host(RequestHead head, BackendState backend) {
        return head.authority().isEmpty() ? backend.authority() : head.authority();
    }

    static HeaderChanges withoutHopByHop(Headers headers) {
        HeaderChanges fields = new HeaderChanges(headers);
        HopByHop hopByHop = HopByHop.of(headers);
        for (int i = 0; i < headers.size(); i++) {
            if (hopByHop.drops(i)) {
                fields.drop(i);
            }
        }
        return fields;
    }

    /** Writes a length without the leading zeros that some would read as octal. */
    static void plainLength(HeaderChanges fields) {
        Headers headers = fields.original();
        int i = headers.indexOf(HeaderName.CONTENT_LENGTH, 0);
        if (i >= 0
                && headers.bytes()[headers.valueStart(i)] == '0'
                && headers.valueEnd(i) - headers.valueStart(i) > 1) {
            fields.set(HeaderName.CONTENT_LENGTH, Long.toString(Long.parseLong(headers.value(i))));
        }
    }

    private static void forwarded(HeaderChanges fields, ForwardedHeaders forwarded) {
        fields.add(HeaderName.X_FORWARDED_FOR, forwarded.forwardedFor());
        fields.add(HeaderName.X_FORWARDED_PROTO, forwarded.proto());
        if (!forwarded.host().isEmpty()) {
            fields.add(HeaderName.X_FORWARDED_HOST, forwarded.host());
        }
        fields.add(HeaderName.X_FORWARDED_PORT, forwarded.port());
        fields.add(HeaderName.FORWARDED, forwarded.forwarded());
    }
}
