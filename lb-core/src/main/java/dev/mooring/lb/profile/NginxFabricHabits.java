// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** NGINX Gateway Fabric. */
final class NginxFabricHabits implements Habits {
    private static final HeaderName REAL_IP = HeaderName.of("X-Real-IP");

    private final NginxPages pages = new NginxPages("nginx", true);

    @Override
    public void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort) {
        Chain.dropOddNames(fields);
        Chain.moveHost(fields.addedFirst());
        Chain.set(fields, HeaderName.X_FORWARDED_FOR, ForwardedHeaders.appended(head, Chain.peer(head)));
        Chain.set(fields, REAL_IP, IpAddresses.text(head.client().address()));
        Chain.set(fields, HeaderName.X_FORWARDED_PROTO, Chain.scheme(head));
        Chain.set(fields, HeaderName.X_FORWARDED_HOST, head.host());
        Chain.set(fields, HeaderName.X_FORWARDED_PORT, Integer.toString(publicPort));
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        // nginx does not pass on who the backend is.
        fields.set(HeaderName.SERVER, "nginx");
    }

    @Override
    public int refusal(RequestHead head) {
        return head.method().equals("TRACE") ? 405 : 0;
    }

    @Override
    public int status(Failure failure) {
        return failure.status() == 431 ? 400 : failure.status();
    }

    @Override
    public Page page(int status, @Nullable RequestHead head) {
        return pages.page(status, head);
    }
}
