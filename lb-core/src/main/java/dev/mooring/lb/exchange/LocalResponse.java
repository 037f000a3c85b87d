// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.profile.Reasons;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * A response that the balancer writes itself, in the habit of the plain profile: one line of text that says what happened.
 * Immutable.
 *
 * @param status the status
 * @param reason the reason phrase
 * @param fields the header fields, Content-Length included
 * @param body the text, one character for each octet
 */
public record LocalResponse(int status, String reason, Headers fields, String body) {
    /** How soon a client may try again after a 503, in seconds. */
    private static final String RETRY_AFTER = "5";

    /**
     * The response to a failed request.
     *
     * @param detail what exactly was wrong with the client's own request; null when that is nobody's business
     */
    public static LocalResponse of(Failure failure, @Nullable String detail) {
        return of(failure, failure.status(), detail);
    }

    /** The same with another status. */
    static LocalResponse of(Failure failure, int status, @Nullable String detail) {
        String body = status + " " + failure.label() + ": " + failure.sentence()
                + (detail == null || detail.isEmpty() ? "" : " (" + detail + ")") + "\n";
        Headers.Builder fields = new Headers.Builder()
                .add("Content-Type", "text/plain; charset=utf-8")
                .add("Content-Length", Integer.toString(body.length()))
                .add("Cache-Control", "no-store");
        if (status == 503) {
            fields.add("Retry-After", RETRY_AFTER);
        }
        return new LocalResponse(status, Reasons.of(status), fields.build(), body);
    }

    /** The header fields with the date, which RFC 9110, 6.6.1 asks of whoever has a clock. */
    public HeaderChanges datedFields() {
        HeaderChanges dated = new HeaderChanges(fields);
        return fields.contains(HeaderName.DATE) ? dated : dated.add(HeaderName.DATE, HttpDate.now());
    }

    /**
     * Writes the response, without its end.
     *
     * @param datedFields what {@link #datedFields} gave, and whatever was added to it
     * @param allocator where the body's buffer comes from; null for no body, as HEAD wants it
     */
    void writeTo(ClientStream client, HeaderChanges datedFields, @Nullable ByteBufAllocator allocator) {
        client.head(status, reason, datedFields, Framing.ofLength(body.length()));
        if (allocator != null) {
            ByteBuf text = allocator.ioBuffer(body.length());
            ByteBufUtil.writeAscii(text, body);
            client.body(text);
        }
    }
}
