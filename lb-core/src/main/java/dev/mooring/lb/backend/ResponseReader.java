// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.BodyReader;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.http1.ResponseParser;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads the response to one request after another out of what a backend sends, and tells it. Confined to its event loop. */
final class ResponseReader {
    /** Interim responses to one request; more are a fault or an attack. */
    private static final int MAX_INTERIM = 64;

    private final ResponseParser parser = new ResponseParser();
    private @Nullable BodyReader body;
    private String method = "";
    private boolean keepChunks;
    private boolean keepAlive;
    private boolean requestSent;
    private boolean maySwitch;
    private boolean switched;
    private boolean begun;
    private int interim;

    /** The next response is to such a request. */
    void expect(String requestMethod, boolean chunksToClient, boolean requestComplete) {
        method = requestMethod;
        keepChunks = chunksToClient;
        requestSent = requestComplete;
        begun = false;
        body = null;
        interim = 0;
    }

    /** The whole request is sent. */
    void requestComplete() {
        requestSent = true;
    }

    /** Whether the backend may answer the request just begun with a switch of protocols. */
    void allowSwitch(boolean may) {
        maySwitch = may;
    }

    /** Whether all that comes now is the other protocol's. */
    boolean isSwitched() {
        return switched;
    }

    /** Whether the final response has begun. */
    boolean isBegun() {
        return begun;
    }

    /** Whether the response is complete. */
    boolean isDone() {
        return body != null && body.done();
    }

    /** Whether the response is complete when the connection ends. */
    boolean endsWithConnection() {
        return body != null && body.endsWithConnection();
    }

    /** Whether the backend would answer another request on this connection, and the request has not been cut short. */
    boolean leavesConnectionUsable() {
        return keepAlive && requestSent;
    }

    /** The trailer section of a complete response. */
    Headers trailers() {
        return body == null ? Headers.EMPTY : body.trailers();
    }

    /**
     * Takes the next piece, and tells it.
     *
     * @return whether there may be another piece in what has arrived
     * @throws HeadException when this is no response to the request
     */
    boolean next(ByteBuf in, BackendListener told) throws HeadException {
        if (body == null) {
            ResponseHead head = parser.next(in, method);
            if (head == null) {
                return false;
            }
            begin(head, told);
            return true;
        }
        ByteBuf data = body.read(in);
        if (data.isReadable()) {
            told.onBody(data);
            return true;
        }
        data.release();
        return body.done();
    }

    private void begin(ResponseHead head, BackendListener told) throws HeadException {
        if (head.status() == 101) {
            if (!maySwitch || !requestSent || head.http10()) {
                throw new HeadException(Failure.UPGRADE_REFUSED, "101 to a request that did not ask for it");
            }
            begun = true;
            switched = true;
            body = new BodyReader(Framing.UNTIL_CLOSE, false, Failure.BAD_RESPONSE);
            told.onSwitch(head);
        } else if (head.isInterim()) {
            if (++interim > MAX_INTERIM) {
                throw new HeadException(Failure.BAD_RESPONSE, "more than " + MAX_INTERIM + " interim responses");
            }
            told.onInterim(head);
        } else {
            begun = true;
            keepAlive = head.keepAlive();
            body = new BodyReader(head.framing(), keepChunks, Failure.BAD_RESPONSE);
            told.onHead(head);
        }
    }
}
