// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.backend.BackendListener;
import dev.mooring.lb.backend.Endpoint;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.loop.Timed;
import dev.mooring.lb.runtime.BackendState;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request on its way to a backend whose response nobody waits for. It lives by itself: whatever becomes of it, the
 * client does not notice. Confined to one event loop.
 */
final class MirrorCopy implements BackendListener, Timed {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final long NEVER = Long.MAX_VALUE;

    private final LoopServices loop;
    private final BackendState backend;
    private final String method;
    private final long deadline;
    private @Nullable ByteBuf head;
    private @Nullable ByteBuf body;
    private @Nullable BackendConnection connection;
    private boolean done;
    private int slot = -1;

    /**
     * A copy that is complete; it releases what it is given.
     *
     * @param backend where it goes, with a place reserved
     */
    MirrorCopy(LoopServices loop, BackendState backend, String method, ByteBuf head, ByteBuf body) {
        this.loop = loop;
        this.backend = backend;
        this.method = method;
        this.head = head;
        this.body = body;
        this.deadline = loop.timers().now() + PATIENCE;
    }

    void start(Endpoint to) {
        loop.timers().add(this);
        loop.timers().lookAt(deadline);
        BackendConnection taken = loop.connections().acquire(to, this);
        connection = taken;
        if (taken.isReused()) {
            send(taken);
        }
    }

    private void send(BackendConnection to) {
        ByteBuf first = head;
        ByteBuf rest = body;
        head = null;
        body = null;
        if (first == null || rest == null) {
            return;
        }
        to.sendHead(method, first, true, !rest.isReadable());
        if (rest.isReadable()) {
            to.sendBody(rest);
            to.requestComplete();
        } else {
            rest.release();
        }
        to.flush();
    }

    private void finish() {
        if (done) {
            return;
        }
        done = true;
        connection = null;
        loop.timers().remove(this);
        if (head != null) {
            head.release();
            head = null;
        }
        if (body != null) {
            body.release();
            body = null;
        }
        backend.release();
    }

    @Override
    public void onConnected() {
        if (connection != null) {
            send(connection);
        }
    }

    @Override
    public void onInterim(ResponseHead interim) {
        // Nobody waits for it.
    }

    @Override
    public void onHead(ResponseHead response) {
        // Nobody waits for it.
    }

    @Override
    public void onBody(ByteBuf data) {
        data.release();
    }

    @Override
    public void onEnd(Headers trailers) {
        finish();
    }

    @Override
    public void onReadComplete() {
        // Nobody waits for it.
    }

    @Override
    public void onWritable() {
        // All has been written.
    }

    @Override
    public void onFailure(Failure failure, String detail) {
        finish();
    }

    @Override
    public long onTime(long now) {
        if (now < deadline) {
            return deadline;
        }
        BackendConnection slow = connection;
        finish();
        if (slow != null) {
            slow.abort();
        }
        return NEVER;
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }
}
