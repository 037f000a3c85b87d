// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.probe;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.backend.BackendConnections;
import dev.mooring.lb.backend.BackendListener;
import dev.mooring.lb.backend.Endpoint;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.HeadWriter;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.loop.Timed;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.runtime.BackendState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One GET to one backend, and whether its answer is the expected one. Confined to one event loop. */
final class Probe implements BackendListener, Timed {
    /** So much of a body is looked at, in bytes. */
    private static final int MAX_BODY = 64 * 1024;

    private final ProbeSpec spec;
    private final BackendState backend;
    private final LoopTimers timers;
    private final Consumer<Boolean> result;
    private final StringBuilder body = new StringBuilder();
    private final long deadline;
    private @Nullable BackendConnection connection;
    private boolean statusGood;
    private boolean done;
    private int slot = -1;

    private Probe(ProbeSpec spec, BackendState backend, LoopTimers timers, Consumer<Boolean> result) {
        this.spec = spec;
        this.backend = backend;
        this.timers = timers;
        this.result = result;
        this.deadline = timers.now() + spec.timeout().toNanos();
    }

    /** Sends a probe; the result is told once, on the same event loop. */
    static void send(
            ProbeSpec spec, Endpoint to, BackendConnections connections, LoopTimers timers, Consumer<Boolean> result) {
        Probe probe = new Probe(spec, to.backend(), timers, result);
        timers.add(probe);
        timers.lookAt(probe.deadline);
        probe.connection = spec.port().isPresent()
                ? connections.open(to, spec.port().getAsInt(), probe)
                : connections.open(to, probe);
    }

    /** The Host that a probe sends. */
    static String hostOf(ProbeSpec spec, BackendState backend) {
        return spec.host().orElseGet(backend::authority);
    }

    @Override
    public void onConnected() {
        BackendConnection open = connection;
        if (open == null) {
            return;
        }
        HeaderChanges fields = new HeaderChanges(Headers.EMPTY)
                .add(HeaderName.HOST, hostOf(spec, backend))
                .add(HeaderName.CONNECTION, "close")
                .add(HeaderName.USER_AGENT, spec.userAgent());
        ByteBuf head = Unpooled.buffer(256);
        HeadWriter.request(head, spec.method(), spec.path(), fields);
        open.sendHead(spec.method(), head, false, true);
    }

    @Override
    public void onInterim(ResponseHead head) {}

    @Override
    public void onHead(ResponseHead head) {
        statusGood = spec.expectedStatus().stream().anyMatch(range -> range.contains(head.status()));
        if (!statusGood || spec.expectedBody().isEmpty()) {
            finish(statusGood);
        }
    }

    @Override
    public void onBody(ByteBuf data) {
        body.append(data.toString(CharsetUtil.UTF_8));
        data.release();
        if (bodyGood()) {
            finish(true);
        } else if (body.length() > MAX_BODY) {
            finish(false);
        }
    }

    @Override
    public void onEnd(Headers trailers) {
        connection = null;
        finish(statusGood && bodyGood());
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritable() {}

    @Override
    public void onFailure(Failure failure, String detail) {
        connection = null;
        finish(false);
    }

    @Override
    public long onTime(long now) {
        if (now < deadline) {
            return deadline;
        }
        finish(false);
        return Long.MAX_VALUE;
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }

    private boolean bodyGood() {
        return spec.expectedBody().isEmpty() || body.indexOf(spec.expectedBody().get()) >= 0;
    }

    private void finish(boolean good) {
        if (done) {
            return;
        }
        done = true;
        timers.remove(this);
        if (connection != null) {
            connection.abort();
            connection = null;
        }
        result.accept(good);
    }
}
