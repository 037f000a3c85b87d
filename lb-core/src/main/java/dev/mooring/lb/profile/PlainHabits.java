// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.HttpVersion;
import dev.mooring.lb.http.RequestHead;

/** Mooring's own habits: all that RFC 9110 and RFC 7239 ask of a gateway. */
final class PlainHabits implements Habits {
    static final PlainHabits INSTANCE = new PlainHabits();

    /** The name that this balancer goes by in Via (RFC 9110, 7.6.3). */
    private static final String PSEUDONYM = "mooring";

    private static final String VIA_11 = "1.1 " + PSEUDONYM;
    private static final String VIA_2 = "2.0 " + PSEUDONYM;
    private static final String VIA_10 = "1.0 " + PSEUDONYM;

    private static final HeaderName[] REPLACED = {
        HeaderName.FORWARDED,
        HeaderName.X_FORWARDED_FOR,
        HeaderName.X_FORWARDED_HOST,
        HeaderName.X_FORWARDED_PORT,
        HeaderName.X_FORWARDED_PROTO,
    };

    private PlainHabits() {}

    @Override
    public void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort) {
        for (HeaderName name : REPLACED) {
            fields.drop(name);
        }
        ForwardedHeaders forwarded = ForwardedHeaders.of(head, trusted, publicPort);
        fields.add(HeaderName.X_FORWARDED_FOR, forwarded.forwardedFor());
        fields.add(HeaderName.X_FORWARDED_PROTO, forwarded.proto());
        if (!forwarded.host().isEmpty()) {
            fields.add(HeaderName.X_FORWARDED_HOST, forwarded.host());
        }
        fields.add(HeaderName.X_FORWARDED_PORT, forwarded.port());
        fields.add(HeaderName.FORWARDED, forwarded.forwarded());
        via(fields, head.version());
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        via(fields, http10 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
    }

    /** Tells in which version of HTTP this balancer was spoken to. */
    private static void via(HeaderChanges fields, HttpVersion received) {
        fields.add(
                HeaderName.VIA,
                switch (received) {
                    case HTTP_1_0 -> VIA_10;
                    case HTTP_1_1 -> VIA_11;
                    case HTTP_2 -> VIA_2;
                });
    }
}
