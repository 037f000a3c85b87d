// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;

/** Mooring's own habits: all that RFC 9110 and RFC 7239 ask of a gateway. */
final class PlainHabits implements Habits {
    static final PlainHabits INSTANCE = new PlainHabits();

    /** The name that this balancer goes by in Via (RFC 9110, 7.6.3). */
    private static final String PSEUDONYM = "mooring";

    private static final String VIA_11 = "1.1 " + PSEUDONYM;
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
        via(fields, head.http10());
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        via(fields, http10);
    }

    private static void via(HeaderChanges fields, boolean http10) {
        fields.add(HeaderName.VIA, http10 ? VIA_10 : VIA_11);
    }
}
