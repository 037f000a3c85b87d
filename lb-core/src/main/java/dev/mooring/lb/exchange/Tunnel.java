// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.backend.BackendListener;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.http1.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose two ends have switched to another protocol: octets go both ways as they are, each way only as fast as its
 * receiver takes them, until both have ended, one has failed, nothing has passed for too long, or a drain has come to its
 * deadline. A WebSocket is then told so by a Close frame each way. Confined to one event loop.
 */
public final class Tunnel implements BackendListener, ClientEvents {
    private final Account account;
    private final ClientStream client;
    private final BackendConnection backend;
    private final ByteBufAllocator allocator;
    private final @Nullable WebSocketFrames toClient;
    private final @Nullable WebSocketFrames toBackend;
    private boolean clientEnded;
    private boolean backendEnded;
    private boolean ended;

    Tunnel(
            Account account,
            ClientStream client,
            BackendConnection backend,
            ByteBufAllocator allocator,
            boolean webSocket) {
        this.account = account;
        this.client = client;
        this.backend = backend;
        this.allocator = allocator;
        this.toClient = webSocket ? new WebSocketFrames() : null;
        this.toBackend = webSocket ? new WebSocketFrames() : null;
    }

    /** Octets from the client; the tunnel releases them. */
    public void fromClient(ByteBuf data) {
        if (ended || clientEnded) {
            data.release();
            return;
        }
        passed();
        account.trace().fromClient(data.readableBytes());
        if (toBackend != null) {
            toBackend.pass(data);
        }
        backend.sendBody(data);
        if (!backend.isWritable()) {
            client.readBody(false);
        }
    }

    /** The client sends no more, but may still read. */
    public void clientEnded() {
        if (ended || clientEnded) {
            return;
        }
        clientEnded = true;
        if (backendEnded) {
            complete();
        } else {
            backend.finishOutput();
        }
    }

    @Override
    public void onBody(ByteBuf data) {
        passed();
        account.trace().toClient(data.readableBytes());
        if (toClient != null) {
            toClient.pass(data);
        }
        client.body(data);
        if (!client.isWritable()) {
            backend.pause(true);
        }
    }

    @Override
    public void onHalfClosed() {
        backendEnded = true;
        if (clientEnded) {
            complete();
        } else {
            client.finishOutput();
        }
    }

    @Override
    public void onEnd(Headers trailers) {
        complete();
    }

    @Override
    public void onReadComplete() {
        if (!ended) {
            client.flush();
        }
    }

    @Override
    public void onWritable() {
        passed();
        client.readBody(true);
    }

    @Override
    public void onFailure(Failure failure, String detail) {
        account.trace().failed(failure, detail);
        settle(failure == Failure.INTERNAL ? BodyEnd.INTERNAL : BodyEnd.CUT_BY_BACKEND);
        client.cut();
    }

    @Override
    public void requestReadComplete() {
        if (!ended) {
            backend.flush();
        }
    }

    @Override
    public void clientWritable() {
        if (!ended) {
            passed();
            backend.pause(false);
        }
    }

    @Override
    public void clientGone() {
        if (!ended) {
            backend.abort();
            account.trace().failed(Failure.CLIENT_GONE, "");
            settle(BodyEnd.GONE_CLIENT);
        }
    }

    @Override
    public void broken(Throwable cause) {
        if (!ended) {
            backend.abort();
            account.trace().failed(Failure.INTERNAL, cause.toString());
            settle(BodyEnd.INTERNAL);
            client.cut();
        }
    }

    @Override
    public void drainEnded(boolean wholeBalancer) {
        if (wholeBalancer || account.held().isRetired()) {
            close(Failure.SHUTTING_DOWN, BodyEnd.DRAINED);
        }
    }

    @Override
    public long onTime(long now) {
        Clock fired = account.clocks().fired(now);
        if (fired == null) {
            return account.clocks().deadline();
        }
        account.trace().clockFired(fired);
        if (fired == Clock.IDLE) {
            close(Failure.TUNNEL_IDLE, BodyEnd.CLOCK_IDLE);
        } else {
            close(Failure.TOTAL_TIMEOUT, BodyEnd.CLOCK_TOTAL);
        }
        return Long.MAX_VALUE;
    }

    @Override
    public void onConnected() {
        throw new IllegalStateException("a tunnel is connected from its beginning");
    }

    @Override
    public void onInterim(ResponseHead head) {
        throw new IllegalStateException("a tunnel has no heads");
    }

    @Override
    public void onHead(ResponseHead head) {
        throw new IllegalStateException("a tunnel has no heads");
    }

    /** Ends it from here: politely where the protocol knows how and no frame is cut by it. */
    private void close(Failure failure, BodyEnd end) {
        if (ended) {
            return;
        }
        account.trace().failed(failure, "");
        if (toClient != null && toClient.mayInsert() && !backendEnded) {
            client.body(WebSocketFrames.goingAway(allocator, false));
        }
        if (toBackend != null && toBackend.mayInsert() && !clientEnded) {
            backend.sendBody(WebSocketFrames.goingAway(allocator, true));
        }
        settle(end);
        backend.closeAfterFlush();
        client.end(new HeaderChanges(Headers.EMPTY));
    }

    /** Both have said all that they had to say. */
    private void complete() {
        settle(BodyEnd.CLEAN);
        backend.closeAfterFlush();
        client.end(new HeaderChanges(Headers.EMPTY));
    }

    private void settle(BodyEnd end) {
        ended = true;
        account.settle(end);
    }

    private void passed() {
        account.clocks().passed(account.now());
    }
}
