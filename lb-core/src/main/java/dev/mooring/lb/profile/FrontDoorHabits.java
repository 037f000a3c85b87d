// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.RequestHead;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Azure Front Door Standard and Premium. The id of the profile is one of the cloud's, so that zeros stand for it. */
final class FrontDoorHabits implements Habits {
    private static final HeaderName CLIENT_IP = HeaderName.of("X-Azure-ClientIP");
    private static final HeaderName SOCKET_IP = HeaderName.of("X-Azure-SocketIP");
    private static final HeaderName REF = HeaderName.of("X-Azure-Ref");
    private static final HeaderName REQUEST_CHAIN = HeaderName.of("X-Azure-RequestChain");
    private static final HeaderName PROFILE_ID = HeaderName.of("X-Azure-FDID");
    private static final HeaderName CACHE = HeaderName.of("X-Cache");
    /** How the names of its own fields begin, which clients may not send. */
    private static final String OWN = "X-FD-";

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static final String NOT_CACHED = "CONFIG_NOCACHE";

    private final Supplier<RandomGenerator> random;

    FrontDoorHabits(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort) {
        Headers headers = head.headers();
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).regionMatches(true, 0, OWN, 0, OWN.length())) {
                fields.drop(i);
            }
        }
        Chain.set(fields, CLIENT_IP, IpAddresses.text(head.client().address()));
        Chain.set(fields, SOCKET_IP, Chain.peer(head));
        Chain.set(fields, REF, reference());
        Chain.set(fields, REQUEST_CHAIN, "hops=1");
        Chain.set(fields, PROFILE_ID, NOBODY);
        Chain.set(fields, HeaderName.X_FORWARDED_FOR, ForwardedHeaders.appended(head, Chain.peer(head)));
        Chain.set(fields, HeaderName.X_FORWARDED_HOST, head.authority());
        Chain.set(fields, HeaderName.X_FORWARDED_PROTO, Chain.scheme(head));
        fields.add(HeaderName.VIA, "1.1 Azure");
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        Chain.set(fields, REF, reference());
        Chain.set(fields, CACHE, NOT_CACHED);
    }

    @Override
    public int status(Failure failure) {
        return failure.status() == 502 ? 503 : failure.status();
    }

    @Override
    public Page page(int status, @Nullable RequestHead head) {
        String reason = Reasons.of(status);
        String title = status + " " + reason;
        String body = "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title
                + "</h1></body></html>\n";
        return new Page(
                reason,
                Headers.EMPTY,
                Headers.of("Content-Type", "text/html", REF.toString(), reference(), CACHE.toString(), NOT_CACHED),
                body);
    }

    private String reference() {
        return Chain.hex(random.get(), 32);
    }
}
