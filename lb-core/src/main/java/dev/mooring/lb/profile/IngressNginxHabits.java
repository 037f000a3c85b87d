// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.RequestHead;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The ingress-nginx controller with its default settings; a trusted proxy is what {@code use-forwarded-headers} is for. */
final class IngressNginxHabits implements Habits {
    private static final HeaderName REQUEST_ID = HeaderName.of("X-Request-ID");
    private static final HeaderName REAL_IP = HeaderName.of("X-Real-IP");
    private static final HeaderName FORWARDED_SCHEME = HeaderName.of("X-Forwarded-Scheme");
    private static final HeaderName SCHEME = HeaderName.of("X-Scheme");
    private static final HeaderName ORIGINAL_FOR = HeaderName.of("X-Original-Forwarded-For");
    private static final HeaderName ORIGINAL_HOST = HeaderName.of("X-Original-Forwarded-Host");
    private static final HeaderName PROXY = HeaderName.of("Proxy");
    private static final HeaderName HSTS = HeaderName.of("Strict-Transport-Security");
    private static final String ONE_YEAR = "max-age=31536000; includeSubDomains";

    private final Supplier<RandomGenerator> random;
    private final NginxPages pages = new NginxPages("nginx", false);

    IngressNginxHabits(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort) {
        Chain.dropOddNames(fields);
        fields.drop(PROXY);
        String id = first(head, REQUEST_ID);
        Chain.moveHost(fields.addedFirst());
        Chain.set(fields, REQUEST_ID, id.isEmpty() ? Chain.hex(random.get(), 32) : id);
        String client = IpAddresses.text(head.client().address());
        String sentFor = String.join(", ", head.headers().all(HeaderName.X_FORWARDED_FOR));
        String sentHost = first(head, HeaderName.X_FORWARDED_HOST);
        String sentPort = first(head, HeaderName.X_FORWARDED_PORT);
        String port = head.client().secure() ? "443" : Integer.toString(publicPort);
        Chain.set(fields, REAL_IP, client);
        Chain.set(fields, HeaderName.X_FORWARDED_FOR, trusted && !sentFor.isEmpty() ? sentFor : client);
        Chain.set(fields, HeaderName.X_FORWARDED_HOST, trusted && !sentHost.isEmpty() ? sentHost : head.authority());
        Chain.set(fields, HeaderName.X_FORWARDED_PORT, trusted && !sentPort.isEmpty() ? sentPort : port);
        Chain.set(fields, HeaderName.X_FORWARDED_PROTO, Chain.scheme(head));
        Chain.set(fields, FORWARDED_SCHEME, Chain.scheme(head));
        Chain.set(fields, SCHEME, Chain.scheme(head));
        Chain.set(fields, ORIGINAL_FOR, sentFor);
        Chain.set(fields, ORIGINAL_HOST, sentHost);
    }

    private static String first(RequestHead head, HeaderName name) {
        String value = head.headers().first(name);
        return value == null ? "" : value;
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        fields.drop(HeaderName.SERVER);
        if (head.client().secure()) {
            fields.set(HSTS, ONE_YEAR);
        }
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
        Page page = pages.page(status, head);
        boolean secure = head != null && head.client().secure();
        return secure
                ? new Page(
                        page.reason(),
                        page.first(),
                        Headers.of("Content-Type", "text/html", HSTS.toString(), ONE_YEAR),
                        page.body())
                : page;
    }

    @Override
    public boolean dropsSlash() {
        return true;
    }
}
