// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;

/** A Gateway API implementation about which nothing more is known: what all of them do, and nothing else. */
final class GatewayApiHabits implements Habits {
    @Override
    public void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort) {
        Chain.set(fields, HeaderName.X_FORWARDED_FOR, ForwardedHeaders.appended(head, Chain.peer(head)));
        Chain.set(fields, HeaderName.X_FORWARDED_PROTO, Chain.scheme(head));
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        // Nothing that all of them do.
    }
}
