// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * The client's side of one exchange, whatever its protocol: where the response is written to, and where the request's body is
 * asked for. Confined to the event loop of the exchange.
 */
public interface ClientStream {
    /** Writes and flushes a 1xx response, if the client's protocol has them. */
    void interim(ResponseHead head, HeaderChanges fields);

    /** Makes this response the last one of the connection. Only before {@link #head}. */
    void closeAfterResponse();

    /**
     * Writes the head of the response. The fields have no framing: the stream adds the one that its protocol needs.
     *
     * @param framing where the body ends
     */
    void head(int status, String reason, HeaderChanges fields, Framing framing);

    /** Whether such a response answers the request, for which some protocols have rules of their own. */
    default boolean takes(int status, Headers fields) {
        return true;
    }

    /**
     * Writes and flushes the head that switches the protocol. From then on {@link #body} takes octets as they are, and the
     * client's go to the tunnel, which also takes the place of the exchange.
     */
    void tunnel(ResponseHead head, HeaderChanges fields, Tunnel tunnel);

    /** Sends what was written and no more after it; still reads. Only for a tunnel. */
    void finishOutput();

    /** Writes some of the body, and releases it: in chunks if the body is chunked and {@link #keepsChunks}, else bare. */
    void body(ByteBuf data);

    /** Completes the response. The stream is done with this exchange. */
    void end(HeaderChanges trailers);

    /** Ends the response so that it cannot be taken for complete. The stream is done with this exchange. */
    void cut();

    /** Sends what was written. */
    void flush();

    /** Whether more may be written without piling up. */
    boolean isWritable();

    /** Whether this client takes a chunked body as chunks. */
    boolean keepsChunks();

    /** Asks for more of the request's body, or for none for now. */
    void readBody(boolean want);
}
