// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Azure Application Gateway for Containers. The text of its pages is not known, so they have none. */
final class ContainersHabits implements Habits {
    private static final HeaderName REQUEST_ID = HeaderName.of("x-request-id");
    private static final Headers SERVER = Headers.of("server", "Microsoft-Azure-Application-LB/AGC");

    private final Supplier<RandomGenerator> random;

    ContainersHabits(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort) {
        Chain.set(fields, HeaderName.X_FORWARDED_FOR, ForwardedHeaders.appended(head, Chain.peer(head)));
        Chain.set(fields, HeaderName.X_FORWARDED_PROTO, Chain.scheme(head));
        Chain.set(fields, REQUEST_ID, Chain.uuid(random.get()));
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        // Responses of backends are passed on as they are.
    }

    @Override
    public int status(Failure failure) {
        return failure.status() == 502 ? 503 : failure.status();
    }

    @Override
    public Page page(int status, @Nullable RequestHead head) {
        return new Page(Reasons.of(status), SERVER, Headers.EMPTY, "");
    }
}
