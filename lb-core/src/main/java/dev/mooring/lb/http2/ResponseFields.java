// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** Writes fields as a section of HTTP/2: names in lower case, values as they are. Pure. */
public final class ResponseFields {
    private static final boolean CHECKED_ALREADY = false;

    private ResponseFields() {}

    /** The section that begins a response. */
    public static Http2Headers of(int status, HeaderChanges fields) {
        AsciiString code = HttpResponseStatus.valueOf(status).codeAsText();
        return ReadOnlyHttp2Headers.serverHeaders(CHECKED_ALREADY, code, pairs(fields));
    }

    /** The section that ends one. */
    public static Http2Headers trailers(HeaderChanges fields) {
        return ReadOnlyHttp2Headers.trailers(CHECKED_ALREADY, pairs(fields));
    }

    /** Whether there is any field to be written. */
    public static boolean isEmpty(HeaderChanges fields) {
        return count(fields) == 0;
    }

    private static AsciiString[] pairs(HeaderChanges fields) {
        AsciiString[] pairs = new AsciiString[2 * count(fields)];
        Headers original = fields.original();
        byte[] bytes = original.bytes();
        int at = 0;
        for (int i = 0; i < original.size(); i++) {
            for (int n = 0; n < fields.insertedCount() && i == fields.insertedBefore(); n++) {
                pairs[at] = text(fields.insertedName(n)).toLowerCase();
                pairs[at + 1] = text(fields.insertedValue(n));
                at += 2;
            }
            if (!fields.isDropped(i)) {
                int nameStart = original.nameStart(i);
                int valueStart = original.valueStart(i);
                pairs[at] = new AsciiString(bytes, nameStart, original.nameEnd(i) - nameStart, false).toLowerCase();
                pairs[at + 1] = new AsciiString(bytes, valueStart, original.valueEnd(i) - valueStart, false);
                at += 2;
            }
        }
        for (int i = 0; i < fields.addedCount(); i++) {
            pairs[at] = text(fields.addedName(i)).toLowerCase();
            pairs[at + 1] = text(fields.addedValue(i));
            at += 2;
        }
        return pairs;
    }

    private static AsciiString text(String from) {
        return new AsciiString(from.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    private static int count(HeaderChanges fields) {
        int count = fields.addedCount() + fields.insertedCount();
        for (int i = 0; i < fields.original().size(); i++) {
            count += fields.isDropped(i) ? 0 : 1;
        }
        return count;
    }
}
