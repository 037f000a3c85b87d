// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A request that cannot be served: a status and a sentence for the person who sent it. */
public final class Problem extends RuntimeException {
    private final transient HttpResponseStatus status;

    /**
     * @param status the status to answer
     * @param message what was found and what was expected; it is sent to the client
     */
    public Problem(HttpResponseStatus status, String message) {
        // No stack trace: a problem is an answer, not a defect, and hostile clients cause many.
        super(message, null, false, false);
        this.status = status;
    }

    /** A request whose parameters or body make no sense. */
    public static Problem badRequest(String message) {
        return new Problem(HttpResponseStatus.BAD_REQUEST, message);
    }

    /** The status to answer. */
    public HttpResponseStatus status() {
        return status;
    }

    /** The sentence for the client. */
    public String explanation() {
        String message = getMessage();
        return message == null ? status.reasonPhrase() : message;
    }
}
