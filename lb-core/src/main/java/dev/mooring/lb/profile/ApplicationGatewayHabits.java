// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Azure Application Gateway v2. Its fields stand before the client's, and it writes no Via. */
final class ApplicationGatewayHabits implements Habits {
    private static final HeaderName ORIGINAL_URL = HeaderName.of("X-Original-URL");
    private static final HeaderName ORIGINAL_HOST = HeaderName.of("X-Original-Host");
    private static final HeaderName TRACE_ID = HeaderName.of("X-Appgw-Trace-Id");
    private static final String PRODUCT = "Microsoft-Azure-Application-Gateway/v2";

    private final Supplier<RandomGenerator> random;
    private final NginxPages pages = new NginxPages(PRODUCT, true);

    ApplicationGatewayHabits(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort) {
        Chain.dropOddNames(fields);
        int source = head.client().ends().source().getPort();
        String port = source == 0 ? "" : ":" + source;
        Chain.set(fields.addedFirst(), HeaderName.X_FORWARDED_PROTO, Chain.scheme(head));
        Chain.set(fields, HeaderName.X_FORWARDED_PORT, Integer.toString(publicPort));
        String chain = ForwardedHeaders.appended(head, Chain.peer(head) + port);
        Chain.set(fields, HeaderName.X_FORWARDED_FOR, chain);
        Chain.set(fields, ORIGINAL_URL, head.target());
        if (!fields.any(HeaderName.CONNECTION, any -> true)) {
            fields.add(HeaderName.CONNECTION, "keep-alive");
        }
        Chain.set(fields, TRACE_ID, Chain.hex(random.get(), 32));
        Chain.moveHost(fields);
        Chain.set(fields, ORIGINAL_HOST, head.authority());
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        if (!fields.any(HeaderName.SERVER, any -> true)) {
            fields.add(HeaderName.SERVER, PRODUCT);
        }
    }

    @Override
    public int refusal(RequestHead head) {
        if (head.method().equals("TRACE")) {
            return 405;
        }
        boolean h2c = head.headers().listContains(HeaderName.UPGRADE, "h2c");
        return h2c && !head.client().secure() ? 403 : 0;
    }

    @Override
    public int status(Failure failure) {
        return switch (failure.status()) {
            case 431, 505 -> 400;
            case 501 -> 405;
            default -> failure.status();
        };
    }

    @Override
    public Page page(int status, @Nullable RequestHead head) {
        return pages.page(status, head);
    }
}
