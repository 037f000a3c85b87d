// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HopByHop;
import dev.mooring.lb.http1.ResponseHead;

/** Decides what a client is told: the backend's fields less those for one hop only. Pure. */
final class ResponseRewriter {
    private static final String EVENT_STREAM = "text/event-stream";

    private ResponseRewriter() {}

    /**
     * What a client is told.
     *
     * @param hopByHop the rules for the fields of the response
     */
    static HeaderChanges rewrite(ResponseHead response, HopByHop hopByHop) {
        HeaderChanges fields =
                RequestRewriter.withoutHopByHop(response.headers(), hopByHop).drop(HeaderName.TE);
        if (response.status() == 204 || response.isInterim()) {
            // RFC 9110, 8.6.
            fields.drop(HeaderName.CONTENT_LENGTH);
        } else {
            RequestRewriter.plainLength(fields);
        }
        int date = response.headers().indexOf(HeaderName.DATE, 0);
        if (date < 0 || fields.isDropped(date)) {
            // RFC 9110, 6.6.1.
            fields.add(HeaderName.DATE, HttpDate.now());
        }
        return fields;
    }

    /** What a client is told when the backend takes up another protocol. */
    static HeaderChanges switching(ResponseHead response) {
        HeaderChanges fields =
                rewrite(response, HopByHop.of(response.headers())).add(HeaderName.CONNECTION, "Upgrade");
        response.headers().all(HeaderName.UPGRADE).forEach(value -> fields.add(HeaderName.UPGRADE, value));
        return fields;
    }

    static HeaderChanges interim(ResponseHead response) {
        return RequestRewriter.withoutHopByHop(response.headers())
                .drop(HeaderName.TE)
                .drop(HeaderName.CONTENT_LENGTH);
    }

    /** Whether the response is an event stream, whatever parameters its type has. */
    static boolean isEventStream(Headers headers) {
        String type = headers.first(HeaderName.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }
}
