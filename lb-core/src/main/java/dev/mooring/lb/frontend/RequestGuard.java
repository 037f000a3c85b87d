// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.Arrival;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ClientAddress;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.MaxForwards;
import dev.mooring.lb.http.PathNormalizer;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.http1.ParsedRequest;
import dev.mooring.lb.model.GatewaySpec;
import java.util.Locale;

/** Step 1: decides whether a request that could be parsed is let in, and who sent it. Pure. */
final class RequestGuard {
    private RequestGuard() {}

    /**
     * Admits a request.
     *
     * @param origin the connection it came by
     * @throws HeadException if it is not let in
     */
    static Arrival admit(ParsedRequest request, Origin origin, GatewaySpec spec) throws HeadException {
        long bodyLimit = bodyLimit(spec);
        if (request.framing().length() > bodyLimit) {
            throw new HeadException(
                    Failure.BODY_TOO_LARGE, "Content-Length is above the limit of " + bodyLimit + " bytes");
        }
        if (request.method().equals("CONNECT")) {
            throw new HeadException(Failure.METHOD_UNSUPPORTED, "CONNECT is for forward proxies");
        }
        if (request.method().equals("TRACE") && !request.framing().equals(Framing.NONE)) {
            throw new HeadException(Failure.BAD_FRAMING, "TRACE has a body");
        }
        if (MaxForwards.isBroken(request.method(), request.headers())) {
            throw new HeadException(Failure.BAD_FRAMING, "Max-Forwards is not a number, once");
        }
        if (request.headers().contains(HeaderName.EXPECT) && !expectsContinue(request)) {
            throw new HeadException(Failure.EXPECTATION_FAILED, "Expect is something other than 100-continue");
        }
        RequestHead head = new RequestHead(
                request.method(),
                request.target(),
                PathNormalizer.normalize(request.target()),
                hostOf(request.authority()),
                request.authority(),
                request.version(),
                request.headers(),
                ClientAddress.of(origin.ends(), origin.secure(), request.headers(), spec.trustedProxies()));
        return new Arrival(head, request.framing(), origin.listener(), origin.memory());
    }

    /** The largest body in bytes that is let in. */
    static long bodyLimit(GatewaySpec spec) {
        return spec.limits().bodyBytes().orElse(Long.MAX_VALUE);
    }

    private static boolean expectsContinue(ParsedRequest request) {
        return request.headers().all(HeaderName.EXPECT).stream()
                .allMatch(value -> value.equalsIgnoreCase("100-continue"));
    }

    private static String hostOf(String authority) {
        int close = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', close + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String lower = host.toLowerCase(Locale.ROOT);
        // A name with the root's dot is the same name.
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
