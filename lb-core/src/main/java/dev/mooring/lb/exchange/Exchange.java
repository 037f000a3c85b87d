// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.backend.BackendListener;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.failure.RetryPolicy;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadWriter;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Pool;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.selection.Selection;
import dev.mooring.lb.selection.Tried;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: route, select, connect, send, answer, relay, record. Each step asks a pure function and then
 * acts; what can end it early is a {@link Failure}. The client's side calls {@link #start}, {@link #requestBody}, {@link
 * #requestEnd} and the events below; the backend's side comes in as {@link BackendListener}. Confined to one event loop, which
 * is the client's and the backend connection's.
 */
public final class Exchange implements BackendListener {
    private final LoopServices loop;
    private final Snapshot snapshot;
    private final RequestHead head;
    private final Framing requestFraming;
    private final ClientStream client;
    private final ByteBufAllocator allocator;
    private final String listener;
    private final ExchangeTrace trace;
    private final ExchangeClocks clocks;

    private @Nullable Pool pool;
    private @Nullable Selection selection;
    private @Nullable BackendState backend;
    private @Nullable BackendConnection connection;
    private Tried tried = Tried.NOTHING;
    private Failure none = Failure.NO_BACKEND;
    private boolean headSent;
    private boolean bodyTaken;
    private boolean requestComplete;
    private boolean answered;
    private boolean stream;
    private boolean ended;

    /** An exchange about to start; it keeps the snapshot for as long as it lives. */
    public Exchange(
            LoopServices loop, Snapshot snapshot, Arrival arrival, ClientStream client, ByteBufAllocator allocator) {
        this.loop = loop;
        this.snapshot = snapshot;
        this.head = arrival.head();
        this.requestFraming = arrival.framing();
        this.client = client;
        this.allocator = allocator;
        this.listener = arrival.listener();
        this.trace = new ExchangeTrace(arrival.listener());
        this.clocks = new ExchangeClocks(loop.timers().now());
    }

    /** The request has been admitted: from here to its record everything follows by itself. */
    public void start() {
        loop.observer().started();
        route();
    }

    // Step 2.
    private void route() {
        Snapshot.Target target = snapshot.match(head, listener);
        if (target == null) {
            fail(Failure.NO_ROUTE, "");
            return;
        }
        trace.routed(target);
        pool = target.pool();
        clocks.limitTotal(limits());
        select();
    }

    // Step 3.
    private void select() {
        Pool from = pool();
        Selection chosen = from.bind(head, tried);
        trace.selected(chosen);
        loop.observer().selected(from.name(), chosen);
        if (chosen.candidate() == null) {
            fail(none, none == Failure.NO_BACKEND ? trace.whyNone() : "");
            return;
        }
        BackendState state = (BackendState) chosen.candidate();
        if (!state.reserve()) {
            // Somebody took the last place between the look and the grasp.
            tried = tried.andFull(chosen);
            select();
            return;
        }
        selection = chosen;
        backend = state;
        connect(state);
    }

    // Step 4.
    private void connect(BackendState to) {
        clocks.connecting(limits(), loop.timers().now());
        BackendConnection taken = loop.connections().acquire(to, this);
        connection = taken;
        trace.connecting(taken.isReused());
        if (taken.isReused()) {
            send(taken);
        } else {
            loop.timers().lookAt(clocks.deadline());
        }
    }

    @Override
    public void onConnected() {
        pool().connected(backend());
        send(connection());
    }

    // Step 5.
    private void send(BackendConnection to) {
        clocks.sending(limits(), loop.timers().now(), !to.isReused());
        HeaderChanges fields = RequestRewriter.rewrite(head, requestFraming, snapshot.spec(), to.backend());
        ByteBuf out = allocator.ioBuffer(512);
        HeadWriter.request(out, head.method(), head.target(), fields);
        boolean whole = requestComplete || requestFraming.kind() == Framing.Kind.NONE;
        headSent = true;
        to.sendHead(head.method(), out, client.keepsChunks(), whole);
        if (whole) {
            await();
        } else {
            loop.timers().lookAt(clocks.deadline());
            client.readBody(true);
        }
    }

    /** Some of the request's body; the exchange releases it. */
    public void requestBody(ByteBuf data) {
        if (ended || connection == null) {
            data.release();
            return;
        }
        bodyTaken = true;
        trace.fromClient(data.readableBytes());
        clocks.passed(loop.timers().now());
        connection.sendBody(data);
        if (!connection.isWritable()) {
            client.readBody(false);
        }
    }

    /** The request's body is complete. */
    public void requestEnd(Headers trailers) {
        if (ended || connection == null) {
            return;
        }
        bodyTaken = true;
        if (requestFraming.kind() == Framing.Kind.CHUNKED) {
            ByteBuf out = allocator.ioBuffer(64);
            HeadWriter.lastChunk(out, RequestRewriter.trailers(trailers));
            connection.sendBody(out);
        }
        connection.requestComplete();
        connection.flush();
        await();
    }

    /** All that the client sent in one read has been handed over. */
    public void requestReadComplete() {
        if (!ended && connection != null && headSent && !requestComplete) {
            connection.flush();
        }
    }

    private void await() {
        requestComplete = true;
        if (!answered) {
            clocks.awaiting(limits(), loop.timers().now());
            loop.timers().lookAt(clocks.deadline());
        }
    }

    @Override
    public void onInterim(ResponseHead interim) {
        clocks.passed(loop.timers().now());
        client.interim(interim, ResponseRewriter.interim(interim));
        holdWhileUnwritable();
    }

    // Step 6.
    @Override
    public void onHead(ResponseHead response) {
        clocks.relaying(limits(), loop.timers().now());
        loop.timers().lookAt(clocks.deadline());
        pool().answered(response.headers(), backend().id());
        loop.observer().answered(pool().name(), backend().id(), clocks.connectNanos(), clocks.firstByteNanos());
        stream = ResponseRewriter.isEventStream(response.headers());
        if (stream) {
            backend().streamOpened();
        }
        trace.answered(response.status(), stream);
        HeaderChanges fields = ResponseRewriter.rewrite(response);
        if (selection != null && selection.bindsAnew()) {
            pool().cookie(head, backend().id()).ifPresent(cookie -> ResponseRewriter.addCookie(fields, cookie));
        }
        explain(fields);
        answered = true;
        client.head(response.status(), response.reason(), fields, response.framing());
    }

    // Step 7.
    @Override
    public void onBody(ByteBuf data) {
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

    @Override
    public void onReadComplete() {
        client.flush();
    }

    @Override
    public void onWritable() {
        clocks.passed(loop.timers().now());
        if (!requestComplete) {
            client.readBody(true);
        }
    }

    /** The client takes more of the response, after it did not. */
    public void clientWritable() {
        if (!ended && connection != null) {
            clocks.passed(loop.timers().now());
            connection.pause(false);
        }
    }

    @Override
    public void onEnd(Headers trailers) {
        connection = null;
        record(BodyEnd.CLEAN);
        client.end(ResponseRewriter.trailers(trailers));
    }

    @Override
    public void onFailure(Failure failure, String detail) {
        connection = null;
        trace.attemptFailed(failure, detail);
        if (failure == Failure.CONNECT_REFUSED || failure == Failure.CONNECT_TIMEOUT || failure == Failure.TLS_FAILED) {
            pool().connectFailed(backend());
        }
        if (answered) {
            cut(failure, failure == Failure.INTERNAL ? BodyEnd.INTERNAL : BodyEnd.CUT_BY_BACKEND, detail);
            return;
        }
        RetryPolicy.Decision decision =
                RetryPolicy.decide(failure, trace.failedTry(head, headSent, !bodyTaken, pool()));
        switch (decision.next()) {
            case GIVE_UP -> fail(failure, detail);
            case FRESH_CONNECTION, OTHER_BACKEND -> retry(decision.next(), failure);
        }
    }

    private void retry(RetryPolicy.Next how, Failure failure) {
        headSent = false;
        client.readBody(false);
        requestComplete = requestFraming.kind() == Framing.Kind.NONE;
        if (how == RetryPolicy.Next.FRESH_CONNECTION) {
            connectFresh();
            return;
        }
        giveBack();
        tried = selection == null ? tried : tried.and(selection);
        // When there is no other backend, what happened to this one is the answer, unless the client may have no other.
        none = pool().spec().affinity().whenUnavailable() == WhenUnavailable.STRICT ? Failure.NO_BACKEND : failure;
        select();
    }

    private void connectFresh() {
        clocks.connecting(limits(), loop.timers().now());
        connection = loop.connections().open(backend(), this);
        trace.connecting(false);
        loop.timers().lookAt(clocks.deadline());
    }

    /** The client has closed its connection. */
    public void clientGone() {
        if (!ended) {
            abortBackend();
            trace.failed(Failure.CLIENT_GONE, "");
            record(BodyEnd.GONE_CLIENT);
        }
    }

    /** The balancer made a mistake. */
    public void broken(Throwable cause) {
        if (!ended) {
            abortBackend();
            end(Failure.INTERNAL, BodyEnd.INTERNAL, cause.toString());
        }
    }

    /** The client's request turned out to be wrong after it was begun: its body is malformed or too large. */
    public void clientFailed(Failure failure, String detail) {
        if (!ended) {
            abortBackend();
            end(failure, BodyEnd.GONE_CLIENT, detail);
        }
    }

    /** Ends the exchange if its backend serves no more, or in any case. */
    public void drainEnded(boolean inAnyCase) {
        if (!ended && (inAnyCase || (backend != null && backend.isRetired()))) {
            abortBackend();
            end(Failure.SHUTTING_DOWN, BodyEnd.DRAINED, "");
        }
    }

    /** Looks at the clocks; when to look again. */
    public long onTime(long now) {
        Clock fired = clocks.fired(now);
        if (fired == null) {
            return clocks.deadline();
        }
        trace.clockFired(fired);
        boolean waitsForClient = fired == Clock.IDLE
                && !answered
                && !requestComplete
                && connection().isWritable();
        abortBackend();
        switch (fired) {
            case CONNECT -> onFailure(Failure.CONNECT_TIMEOUT, "the connect clock fired");
            case FIRST_BYTE -> end(Failure.RESPONSE_TIMEOUT, BodyEnd.CLOCK_IDLE, "");
            case IDLE -> end(waitsForClient ? Failure.CLIENT_TIMEOUT : Failure.BODY_STALLED, BodyEnd.CLOCK_IDLE, "");
            case TOTAL -> end(Failure.TOTAL_TIMEOUT, BodyEnd.CLOCK_TOTAL, "");
        }
        return ended ? Long.MAX_VALUE : clocks.deadline();
    }

    private void end(Failure failure, BodyEnd bodyEnd, String detail) {
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
        LocalResponse response = LocalResponse.of(failure, null);
        HeaderChanges fields = response.datedFields();
        explain(fields);
        trace.answered(response.status(), false);
        client.head(
                response.status(),
                response.reason(),
                fields,
                Framing.ofLength(response.body().length()));
        if (!head.method().equals("HEAD")) {
            client.body(allocator
                    .ioBuffer(response.body().length())
                    .writeBytes(response.body().getBytes(StandardCharsets.US_ASCII)));
        }
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

    // Step 8.
    private void record(BodyEnd bodyEnd) {
        ended = true;
        if (stream && backend != null) {
            backend.streamClosed();
        }
        giveBack();
        loop.observer()
                .ended(trace.record(head, bodyEnd, clocks.timing(loop.timers().now())));
    }

    private void giveBack() {
        if (backend != null) {
            backend.release();
            backend = null;
        }
    }

    private void abortBackend() {
        BackendConnection old = connection;
        connection = null;
        if (old != null) {
            old.abort();
        }
    }

    private void explain(HeaderChanges fields) {
        if (snapshot.spec().explain()) {
            trace.explain(head, fields);
        }
    }

    private Pool pool() {
        return known(pool);
    }

    private TimeoutSpec limits() {
        return pool().spec().timeouts();
    }

    private BackendState backend() {
        return known(backend);
    }

    private BackendConnection connection() {
        return known(connection);
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a step was taken out of order");
        }
        return value;
    }
}
