// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.backend.BackendListener;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.FailedTry;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.failure.RetryPolicy;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.Upgrade;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadWriter;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.runtime.Leg;
import dev.mooring.lb.runtime.Pool;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.runtime.Target;
import dev.mooring.lb.selection.Selection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: route, select, connect, send, answer, relay, record. Each step asks a pure function and then
 * acts; what can end it early is a {@link Failure}. The client's side calls {@link #start}, {@link #requestBody}, {@link
 * #requestEnd} and the events below; the backend's side comes in as {@link BackendListener}. Confined to one event loop, which
 * is the client's and the backend connection's.
 */
public final class Exchange implements BackendListener, ClientEvents {
    private final LoopServices loop;
    private final Snapshot snapshot;
    private final RequestHead head;
    private final Framing framing;
    private final ClientStream client;
    private final ByteBufAllocator allocator;
    private final RequestUpload upload;
    private final BackendHold held = new BackendHold();
    private final String listener;
    private final ExchangeTrace trace;
    private final ExchangeClocks clocks;

    private @Nullable Leg leg;
    private @Nullable BackendConnection connection;
    private boolean answered;
    private boolean ended;

    /** An exchange about to start; it keeps the snapshot for as long as it lives. */
    public Exchange(
            LoopServices loop, Snapshot snapshot, Arrival arrival, ClientStream client, ByteBufAllocator allocator) {
        this.loop = loop;
        this.snapshot = snapshot;
        this.head = arrival.head();
        this.framing = arrival.framing();
        this.client = client;
        this.allocator = allocator;
        this.upload = new RequestUpload(client, framing, allocator);
        this.listener = arrival.listener();
        this.trace = new ExchangeTrace(arrival.listener(), snapshot.spec().explain());
        this.clocks = new ExchangeClocks(loop.timers().now());
    }

    /** The request has been admitted: from here to its record everything follows by itself. */
    public void start() {
        loop.observer().started();
        LocalResponse own = OwnAnswer.of(head);
        if (own != null) {
            respond(own);
        } else if (RequestRewriter.isLooping(head)) {
            fail(Failure.FORWARDING_LOOP, "");
        } else {
            route();
        }
    }

    private void route() {
        Target target = snapshot.match(head, listener);
        Leg taken = target == null ? null : target.choose(head);
        if (target == null || taken == null) {
            fail(Failure.NO_ROUTE, "");
            return;
        }
        trace.routed(target, taken.pool());
        leg = taken;
        clocks.limitTotal(limits());
        select();
    }

    private void select() {
        Selection chosen = held.take(known(leg), head);
        trace.selected(chosen);
        loop.observer().selected(pool().name(), chosen);
        if (chosen.candidate() == null) {
            fail(held.whenNone(), held.whenNone() == Failure.NO_BACKEND ? trace.whyNone() : "");
        } else if (held.isRetired()) {
            // A pool that was removed still has its backends; at the end of their drain they serve nobody.
            fail(Failure.SHUTTING_DOWN, "the drain of the pool is over");
        } else {
            connect(loop.connections().acquire(held.endpoint(loop, pool(), head), this));
        }
    }

    private void connect(BackendConnection taken) {
        clocks.connecting(limits(), loop.timers().now());
        connection = taken;
        trace.connecting(taken.isReused());
        if (taken.isReused()) {
            send(taken);
        } else {
            loop.timers().lookAt(clocks.deadline());
        }
    }

    private void send(BackendConnection to) {
        clocks.sending(limits(), loop.timers().now(), !to.isReused());
        HeaderChanges fields = RequestRewriter.rewrite(head, framing, snapshot.spec(), to.backend());
        ByteBuf out = allocator.ioBuffer(512);
        HeadWriter.request(out, head.method(), head.target(), fields);
        upload.begin(to, head.method(), out);
        to.allowSwitch(!Upgrade.offered(head).isEmpty());
        awaitResponse();
    }

    private void answer(ResponseHead response) {
        HeaderChanges fields = answerWith(response, ResponseRewriter.rewrite(response));
        client.head(response.status(), response.reason(), fields, response.framing());
    }

    private HeaderChanges answerWith(ResponseHead response, HeaderChanges fields) {
        clocks.relaying(limits(), loop.timers().now());
        loop.timers().lookAt(clocks.deadline());
        String backend = held.backend().id();
        pool().answered(response.headers(), backend);
        loop.observer().answered(pool().name(), backend, clocks.connectNanos(), clocks.firstByteNanos());
        trace.answered(response.status(), held.answeredBy(response));
        held.tell(known(leg), head, response, fields);
        trace.explain(head, fields);
        answered = true;
        return fields;
    }

    private void relay(ByteBuf data) {
        trace.toClient(data.readableBytes());
        clocks.passed(loop.timers().now());
        client.body(data);
        holdWhileUnwritable();
    }

    private void holdWhileUnwritable() {
        if (!client.isWritable() && !ended && connection != null) {
            connection.pause(true);
        }
    }

    private void record(BodyEnd bodyEnd) {
        ended = true;
        account().settle(bodyEnd);
    }

    private Account account() {
        return new Account(loop, head, held, trace, clocks);
    }

    /** Some of the request's body; the exchange releases it. */
    public void requestBody(ByteBuf data) {
        if (ended || connection == null) {
            data.release();
            return;
        }
        trace.fromClient(data.readableBytes());
        clocks.passed(loop.timers().now());
        upload.body(connection, data);
    }

    /** The request's body is complete. */
    public void requestEnd(Headers trailers) {
        if (!ended && connection != null) {
            upload.end(connection, trailers);
            awaitResponse();
        }
    }

    @Override
    public void requestReadComplete() {
        if (!ended && connection != null && upload.isBegun() && !upload.isComplete()) {
            connection.flush();
        }
    }

    @Override
    public void clientWritable() {
        if (!ended && connection != null) {
            clocks.passed(loop.timers().now());
            connection.pause(false);
        }
    }

    @Override
    public void clientGone() {
        if (!ended) {
            abortBackend();
            trace.failed(Failure.CLIENT_GONE, "");
            record(BodyEnd.GONE_CLIENT);
        }
    }

    /** The client's request turned out to be wrong after it was begun: its body is malformed or too large. */
    public void clientFailed(Failure failure, String detail) {
        abort(failure, BodyEnd.GONE_CLIENT, detail);
    }

    @Override
    public void broken(Throwable cause) {
        abort(Failure.INTERNAL, BodyEnd.INTERNAL, cause.toString());
    }

    @Override
    public void drainEnded(boolean wholeBalancer) {
        if (wholeBalancer || (answered && held.isRetired())) {
            abort(Failure.SHUTTING_DOWN, BodyEnd.DRAINED, "");
        } else if (!ended && held.isRetired()) {
            abortBackend();
            onFailure(Failure.SHUTTING_DOWN, "the drain of the backend is over");
        }
    }

    @Override
    public long onTime(long now) {
        Clock fired = clocks.fired(now);
        if (fired == null) {
            return clocks.deadline();
        }
        trace.clockFired(fired);
        switch (fired) {
            case CONNECT -> {
                abortBackend();
                onFailure(Failure.CONNECT_TIMEOUT, "the connect clock fired");
            }
            case FIRST_BYTE -> abort(Failure.RESPONSE_TIMEOUT, BodyEnd.CLOCK_IDLE, "");
            case IDLE -> abort(upload.whoStalls(connection), BodyEnd.CLOCK_IDLE, "");
            case TOTAL -> abort(Failure.TOTAL_TIMEOUT, BodyEnd.CLOCK_TOTAL, "");
        }
        return ended ? Long.MAX_VALUE : clocks.deadline();
    }

    @Override
    public void onConnected() {
        pool().connected(held.backend());
        send(known(connection));
    }

    @Override
    public void onInterim(ResponseHead interim) {
        clocks.passed(loop.timers().now());
        client.interim(interim, ResponseRewriter.interim(interim));
        holdWhileUnwritable();
    }

    @Override
    public void onHead(ResponseHead response) {
        answer(response);
    }

    @Override
    public void onSwitch(ResponseHead response) {
        BackendConnection switched = known(connection);
        if (!Upgrade.isAccepted(Upgrade.offered(head), response.headers())) {
            abortBackend();
            onFailure(Failure.UPGRADE_REFUSED, "101 for a protocol that was not offered");
            return;
        }
        HeaderChanges fields = answerWith(response, ResponseRewriter.switching(response));
        Tunnel tunnel = new Tunnel(account(), client, switched, allocator, Upgrade.isWebSocket(response.headers()));
        ended = true;
        switched.handOver(tunnel);
        client.tunnel(response, fields, tunnel);
    }

    @Override
    public void onBody(ByteBuf data) {
        relay(data);
    }

    @Override
    public void onReadComplete() {
        client.flush();
    }

    @Override
    public void onWritable() {
        clocks.passed(loop.timers().now());
        upload.resume();
    }

    @Override
    public void onEnd(Headers trailers) {
        connection = null;
        record(BodyEnd.CLEAN);
        client.end(Trailers.of(trailers));
    }

    @Override
    public void onFailure(Failure failure, String detail) {
        connection = null;
        trace.attemptFailed(failure, detail);
        if (failure == Failure.CONNECT_REFUSED || failure == Failure.CONNECT_TIMEOUT || failure == Failure.TLS_FAILED) {
            pool().connectFailed(held.backend());
        }
        if (answered) {
            cut(failure, failure == Failure.INTERNAL ? BodyEnd.INTERNAL : BodyEnd.CUT_BY_BACKEND, detail);
            return;
        }
        FailedTry failed = trace.failedTry(
                head, upload.isBegun(), upload.isReplayable(), known(leg).retry());
        RetryPolicy.Next next = RetryPolicy.decide(failure, failed).next();
        if (next == RetryPolicy.Next.GIVE_UP) {
            fail(failure, detail);
            return;
        }
        upload.restart();
        if (next == RetryPolicy.Next.FRESH_CONNECTION && !held.isRetired()) {
            connect(loop.connections().open(held.endpoint(loop, pool(), head), this));
        } else {
            held.lose(failure, pool());
            select();
        }
    }

    private void awaitResponse() {
        if (upload.isComplete() && !answered) {
            clocks.awaiting(limits(), loop.timers().now());
        }
        loop.timers().lookAt(clocks.deadline());
    }

    private void abort(Failure failure, BodyEnd bodyEnd, String detail) {
        if (ended) {
            return;
        }
        abortBackend();
        if (answered) {
            cut(failure, bodyEnd, detail);
        } else {
            fail(failure, detail);
        }
    }

    /** Before the response's head went out: the client gets a response of our own. */
    private void fail(Failure failure, String detail) {
        trace.failed(failure, detail);
        if (failure.connection() == Failure.Connection.CLOSE) {
            client.closeAfterResponse();
        }
        respond(LocalResponse.of(failure, null));
    }

    private void respond(LocalResponse response) {
        HeaderChanges fields = response.datedFields();
        held.tellFailure(leg, head, fields);
        trace.explain(head, fields);
        trace.answered(response.status(), false);
        response.writeTo(client, fields, head.method().equals("HEAD") ? null : allocator);
        record(BodyEnd.LOCAL);
        client.end(new HeaderChanges(Headers.EMPTY));
        client.flush();
    }

    /** After it: both sides are closed, so that nobody takes the response for complete. */
    private void cut(Failure failure, BodyEnd bodyEnd, String detail) {
        trace.failed(failure, detail);
        record(bodyEnd);
        client.cut();
    }

    private void abortBackend() {
        BackendConnection old = connection;
        connection = null;
        if (old != null) {
            old.abort();
        }
    }

    private Pool pool() {
        return known(leg).pool();
    }

    private TimeoutSpec limits() {
        return known(leg).timeouts();
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a step was taken out of order");
        }
        return value;
    }
}
