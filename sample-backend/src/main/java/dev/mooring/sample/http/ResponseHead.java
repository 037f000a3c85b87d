// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Decides how the end of a response is marked and whether the connection lives on after it. */
final class ResponseHead {
    private ResponseHead() {}

    /**
     * Makes the head of a response.
     *
     * @param headers what was set for it; a body whose length is not among them is chunked where the client knows how
     * @param lastOne whether the connection closes after it
     */
    static HttpResponse of(Request request, HttpResponseStatus status, HttpHeaders headers, boolean lastOne) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        head.headers().add(headers);
        boolean endKnown = headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                || status.code() == HttpResponseStatus.NO_CONTENT.code();
        if (!endKnown && request.version().equals(HttpVersion.HTTP_1_1)) {
            HttpUtil.setTransferEncodingChunked(head, true);
        }
        if (lastOne) {
            HttpUtil.setKeepAlive(head, false);
        }
        return head;
    }
}
