// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;
import java.util.Set;

/** Refuses requests that two readers could understand in two ways. Such a request is the last one of its connection. Pure. */
final class FramingGuard {
    /** The statuses of what it refuses: after them nobody knows where the next request begins. */
    static final Set<Integer> LAST = Set.of(400, 413, 414, 431);

    private FramingGuard() {}

    /** Why the request is refused; empty when it is not. */
    static Optional<AdminResponse> refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(unreadable(request.decoderResult().cause()));
        }
        HttpHeaders headers = request.headers();
        if (headers.getAll(HttpHeaderNames.HOST).size() != 1) {
            return refuse("expected: exactly one Host");
        }
        boolean chunked = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
        int lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH).size();
        if (lengths > 1 || (chunked && lengths > 0)) {
            return refuse("expected: one Content-Length or Transfer-Encoding, not both");
        }
        String target = request.uri();
        if (!target.startsWith("/") || target.startsWith("//") || target.indexOf('#') >= 0) {
            return refuse("expected: a path as the request target");
        }
        return Optional.empty();
    }

    private static AdminResponse unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return AdminResponse.error(414, "the request line is too long");
        }
        if (cause instanceof TooLongHttpContentException) {
            return AdminResponse.error(413, "the body is too large");
        }
        return cause instanceof TooLongHttpHeaderException
                ? AdminResponse.error(431, "the header fields are too large")
                : AdminResponse.error(400, "the request is not valid HTTP");
    }

    private static Optional<AdminResponse> refuse(String why) {
        return Optional.of(AdminResponse.error(400, why));
    }
}
