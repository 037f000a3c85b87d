// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HopByHop;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.Lists;
import dev.mooring.lb.http.MaxForwards;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.Upgrade;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.runtime.BackendState;

/** Decides what a backend is told: the client's fields less those for one hop only, and who the client is. Pure. */
final class RequestRewriter {
    /** The name that a plain balancer goes by in Via (RFC 9110, 7.6.3). */
    private static final String PSEUDONYM = "mooring";

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

    static HeaderChanges rewrite(RequestHead head, Framing framing, boolean wasKept, boolean explains, String host) {
        // The body is framed anew, and trailers are passed on whether or not the client says that it takes them.
        HeaderChanges fields = withoutHopByHop(head.headers()).drop(HeaderName.TE);
        if (head.http10() || wasKept) {
            // RFC 9110, 10.1.1: an HTTP/1.0 client cannot wait for a 100.
            fields.drop(HeaderName.EXPECT);
        }
        MaxForwards.decrement(head, fields);
        plainLength(fields);
        if (!host.equals(head.headers().first(HeaderName.HOST))) {
            fields.set(HeaderName.HOST, host);
        }
        if (framing.kind() == Framing.Kind.CHUNKED) {
            fields.add(HeaderName.TRANSFER_ENCODING, "chunked");
        } else if (wasKept && !head.headers().contains(HeaderName.CONTENT_LENGTH)) {
            fields.add(HeaderName.CONTENT_LENGTH, Long.toString(framing.length()));
        }
        String upgrade = Upgrade.offered(head);
        if (!upgrade.isEmpty()) {
            fields.add(HeaderName.CONNECTION, "Upgrade").add(HeaderName.UPGRADE, upgrade);
        }
        if (explains) {
            fields.drop(HeaderName.X_MOORING_EXPLAIN);
        }
        return fields;
    }

    /** The Host that a backend is told. */
    static String host(RequestHead head, HostHeaderSpec wanted, BackendState backend) {
        return switch (wanted.kind()) {
            case CLIENT -> head.authority().isEmpty() ? backend.authority() : head.authority();
            case BACKEND -> own(backend.identity());
            case FIXED -> wanted.text();
        };
    }

    private static String own(HostPort identity) {
        boolean usual = identity.port() == 80 || identity.port() == 443;
        return usual ? new HostPort(identity.host(), -1).toString() : identity.toString();
    }

    static HeaderChanges withoutHopByHop(Headers headers) {
        return withoutHopByHop(headers, HopByHop.of(headers));
    }

    /** The same, with rules that are known. */
    static HeaderChanges withoutHopByHop(Headers headers, HopByHop hopByHop) {
        HeaderChanges fields = new HeaderChanges(headers);
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
}
