// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HopByHop;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.Upgrade;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadWriter;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Pool;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The copies of one request: gathers its body as it passes, up to a bound, and sends the copies once it is complete. A request
 * that is larger is not copied at all; a backend that is full gets no copy. Confined to one event loop.
 */
final class Mirrors {
    /** The largest body that is copied. */
    private static final int MAX_BODY = 64 * 1024;

    /** A backend that has so much to do gets no copies beside. */
    private static final int MAX_IN_FLIGHT = 256;

    private final ExchangeEnding exchange;
    private final Framing framing;
    private @Nullable ByteBuf body;

    private Mirrors(ExchangeEnding exchange) {
        this.exchange = exchange;
        this.framing = exchange.arrival.framing();
        this.body = exchange.allocator.buffer(256);
    }

    /** The copies that a request's way asks for; null when there are none. One without a body is on its way at once. */
    static @Nullable Mirrors of(ExchangeEnding exchange) {
        boolean none = exchange.passage.mirrors().isEmpty()
                || exchange.arrival.framing().length() > MAX_BODY
                || !Upgrade.offered(exchange.head).isEmpty();
        if (none) {
            return null;
        }
        Mirrors mirrors = new Mirrors(exchange);
        if (mirrors.framing.kind() == Framing.Kind.NONE) {
            mirrors.end(Headers.EMPTY);
            return null;
        }
        return mirrors;
    }

    /** Some of the body passes; it is copied, not kept. */
    void body(ByteBuf data) {
        ByteBuf kept = body;
        if (kept == null) {
            return;
        }
        if (kept.readableBytes() + data.readableBytes() > MAX_BODY) {
            release();
        } else {
            kept.writeBytes(data, data.readerIndex(), data.readableBytes());
        }
    }

    /** The body is complete: the copies are sent. */
    void end(Headers trailers) {
        ByteBuf kept = body;
        if (kept == null) {
            return;
        }
        body = null;
        try {
            if (framing.kind() == Framing.Kind.CHUNKED) {
                HeadWriter.lastChunk(kept, Trailers.of(trailers, HopByHop.named(exchange.head.headers())));
            }
            for (Pool pool : exchange.passage.mirrors()) {
                send(pool, kept);
            }
        } finally {
            kept.release();
        }
    }

    /** There will be no copy. */
    void release() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    private void send(Pool pool, ByteBuf kept) {
        if (pool.select(exchange.head).candidate() instanceof BackendState found
                && found.inFlight() < MAX_IN_FLIGHT
                && found.reserve()) {
            send(pool, found, kept);
        }
    }

    private void send(Pool pool, BackendState backend, ByteBuf kept) {
        RequestHead head = exchange.head;
        Passage passage = exchange.passage;
        HeaderChanges fields = passage.request(framing, false, pool, backend);
        fields.drop(HeaderName.EXPECT);
        ByteBuf out = exchange.allocator.ioBuffer(512);
        HeadWriter.request(out, head.method(), passage.sentTarget(), fields);
        new MirrorCopy(exchange.loop, backend, head.method(), out, kept.copy()).start(exchange.endpoint(pool, backend));
    }
}
