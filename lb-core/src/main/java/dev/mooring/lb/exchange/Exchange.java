// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.backend.BackendListener;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.failure.RetryPolicy;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HopByHop;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.http.Upgrade;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadWriter;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.selection.Selection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.Set;

/**
 * One request and its response: route, select, connect, send, answer, relay, record. Each step asks a pure function and then
 * acts; what can end it early is a {@link Failure}. The client's side calls {@link #start}, {@link #requestBody}, {@link
 * #requestEnd} and the events below; the backend's side comes in as {@link BackendListener}. Confined to one event loop, which
 * is the client's and the backend connection's.
 */
public final class Exchange extends ExchangeEnding implements BackendListener, ClientEvents {
    /** An exchange about to start; it keeps the snapshot for as long as it lives. */
    public Exchange(
            LoopServices loop, Snapshot snapshot, Arrival arrival, ClientStream client, ByteBufAllocator allocator) {
        super(loop, snapshot, arrival, client, allocator);
    }

    /** The request has been admitted: from here to its record everything follows by itself. */
    public void start() {
        admitted();
        proceed();
    }

    /** Takes the steps of a request that is {@link #admitted} already. */
    public void proceed() {
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
        Failure failure = passage.route();
        trace.routed(passage.target(), passage.leg());
        leg = passage.leg();
        if (failure != null) {
            fail(failure, "");
            return;
        }
        if (leg == null) {
            respond(known(passage.answer()));
            return;
        }
        clocks.limitTotal(limits());
        mirrors = Mirrors.of(this);
        if (upload.framing().length() > leg.bodyBytes()) {
            fail(Failure.BODY_TOO_LARGE, "");
        } else if (leg.buffering().requests() && upload.framing().kind() != Framing.Kind.NONE) {
            clocks.collecting(limits(), loop.timers().now());
            loop.timers().lookAt(clocks.deadline());
            upload.collect(head.headers().contains(HeaderName.EXPECT));
        } else {
            select();
        }
    }

    private void select() {
        Selection chosen = held.take(
                known(leg), head, arrival.memory(), snapshot.spec().limits().pendingPerBackend());
        trace.selected(chosen);
        loop.observer().selected(pool().name(), chosen);
        if (chosen.candidate() == null) {
            fail(held.whenNone(), held.whenNone() == Failure.NO_BACKEND ? trace.whyNone() : "");
        } else if (held.isRetired()) {
            // A pool that was removed still has its backends; at the end of their drain they serve nobody.
            fail(Failure.SHUTTING_DOWN, "the drain of the pool is over");
        } else {
            connect(loop.connections().acquire(endpoint(pool(), held.backend()), this));
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
        HeaderChanges fields = passage.request(upload.framing(), upload.wasKept(), pool(), to.backend());
        ByteBuf out = allocator.ioBuffer(512);
        HeadWriter.request(out, head.method(), passage.sentTarget(), fields);
        upload.begin(to, head.method(), out);
        to.allowSwitch(!Upgrade.offered(head).isEmpty());
        awaitResponse();
    }

    private void answer(ResponseHead response) {
        HopByHop hopByHop = HopByHop.of(response.headers());
        ofOneHop = hopByHop.named();
        HeaderChanges fields = answerWith(response, ResponseRewriter.rewrite(response, hopByHop));
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
        passage.response(response.status(), response.http10(), fields);
        trace.explain(head, fields);
        answered = true;
        upload.release();
        hold = ResponseHold.of(known(leg).buffering().responses(), response, allocator);
        return fields;
    }

    private void relay(ByteBuf data) {
        trace.toClient(data.readableBytes());
        clocks.passed(loop.timers().now());
        ByteBuf now = hold == null ? data : hold.add(data);
        if (now != null) {
            client.body(now);
            holdWhileUnwritable();
        }
    }

    @Override
    void record(BodyEnd bodyEnd) {
        ended = true;
        upload.release();
        if (mirrors != null) {
            mirrors.release();
        }
        if (hold != null) {
            hold.release();
        }
        account().settle(bodyEnd);
    }

    /** The largest body that the request's route takes, in bytes. */
    public long bodyLimit() {
        return leg == null ? Long.MAX_VALUE : leg.bodyBytes();
    }

    /** Some of the request's body; the exchange releases it. */
    public void requestBody(ByteBuf data) {
        if (ended || (connection == null && !upload.isHolding())) {
            data.release();
            return;
        }
        clocks.passed(loop.timers().now());
        trace.fromClient(data.readableBytes());
        if (mirrors != null) {
            mirrors.body(data);
        }
        if (upload.isHolding()) {
            if (upload.keep(data)) {
                select();
            }
        } else if (connection != null) {
            upload.body(connection, data);
        }
    }

    /** The request's body is complete. */
    public void requestEnd(Headers trailers) {
        if (ended) {
            return;
        }
        if (mirrors != null) {
            mirrors.end(trailers);
        }
        if (upload.isHolding()) {
            if (upload.kept()) {
                select();
            }
        } else if (connection != null) {
            upload.end(connection, head.headers(), trailers);
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
            tryFailed(Failure.SHUTTING_DOWN, "the drain of the backend is over");
        }
    }

    @Override
    public long onTime(long now) {
        if (clocks.isPauseOver(now)) {
            select();
            return ended ? Long.MAX_VALUE : clocks.deadline();
        }
        Clock fired = clocks.fired(now);
        if (fired == null) {
            return clocks.deadline();
        }
        trace.clockFired(fired);
        switch (fired) {
            case CONNECT -> tryFailed(Failure.CONNECT_TIMEOUT, "the connect clock fired");
            case FIRST_BYTE -> tryFailed(Failure.RESPONSE_TIMEOUT, "");
            case ATTEMPT -> tryFailed(Failure.ATTEMPT_TIMEOUT, "");
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
        client.interim(
                interim, passage.response(interim.status(), interim.http10(), ResponseRewriter.interim(interim)));
        holdWhileUnwritable();
    }

    @Override
    public void onHead(ResponseHead response) {
        if (!held.hasRoomFor(response, snapshot)) {
            abort(Failure.TOO_MANY_STREAMS, BodyEnd.LOCAL, "");
            return;
        }
        if (!client.takes(response.status(), response.headers())) {
            tryFailed(Failure.UPGRADE_REFUSED, "status " + response.status() + " instead of 101");
            return;
        }
        Set<Integer> reasons = known(leg).retry().onStatus();
        boolean refused = !reasons.isEmpty() && reasons.contains(response.status());
        if (refused && held.hasOther(pool(), head) && nextTry(Failure.STATUS_REFUSED) != RetryPolicy.Next.GIVE_UP) {
            tryFailed(Failure.STATUS_REFUSED, "status " + response.status());
            return;
        }
        try {
            answer(response);
        } catch (SafePattern.TooComplex endless) {
            abort(Failure.REWRITE_ENDLESS, BodyEnd.INTERNAL, "a rewrite of the response");
        }
    }

    @Override
    public void onSwitch(ResponseHead response) {
        BackendConnection switched = known(connection);
        boolean accepted = Upgrade.isAccepted(Upgrade.offered(head), response.headers());
        if (!accepted || !client.takes(response.status(), response.headers())) {
            tryFailed(Failure.UPGRADE_REFUSED, "101 for what was not offered");
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
        ByteBuf rest = hold == null ? null : hold.rest();
        if (rest != null) {
            client.body(rest);
        }
        record(BodyEnd.CLEAN);
        client.end(Trailers.of(trailers, ofOneHop));
    }

    @Override
    public void onFailure(Failure failure, String detail) {
        connection = null;
        trace.attemptFailed(failure, detail);
        if (failure == Failure.CONNECT_REFUSED || failure == Failure.CONNECT_TIMEOUT || failure == Failure.TLS_FAILED) {
            pool().connectFailed(held.backend());
        }
        if (answered) {
            cut(failure, BodyEnd.after(failure), detail);
            return;
        }
        RetryPolicy.Next next = nextTry(failure);
        if (next == RetryPolicy.Next.GIVE_UP) {
            fail(failure, detail);
            return;
        }
        upload.restart();
        if (next == RetryPolicy.Next.FRESH_CONNECTION && !held.isRetired()) {
            connect(loop.connections().open(endpoint(pool(), held.backend()), this));
        } else {
            held.lose(failure, pool());
            selectAfter(known(leg).retry().backoff());
        }
    }

    private RetryPolicy.Next nextTry(Failure failure) {
        return new NextTry(head, known(leg), upload, trace, clocks)
                .after(failure, loop.timers().now());
    }

    private void selectAfter(Duration pause) {
        if (pause.isZero()) {
            select();
        } else {
            clocks.pausing(pause, loop.timers().now());
            loop.timers().lookAt(clocks.deadline());
        }
    }

    /** The backend is given up without having said that it failed. */
    private void tryFailed(Failure failure, String detail) {
        abortBackend();
        onFailure(failure, detail);
    }

    private void awaitResponse() {
        if (upload.isComplete() && !answered) {
            clocks.awaiting(limits(), loop.timers().now());
        }
        loop.timers().lookAt(clocks.deadline());
    }
}
