// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.backend.Endpoint;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HopByHop;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http1.ProxyHeader;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.ProxyProtocol;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Leg;
import dev.mooring.lb.runtime.Pool;
import dev.mooring.lb.runtime.Snapshot;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What an {@link Exchange} holds, where it may go, and how it ends; its steps are there. Confined to one event loop. */
abstract class ExchangeEnding {
    final LoopServices loop;
    final Snapshot snapshot;
    final Arrival arrival;
    final RequestHead head;
    final ClientStream client;
    final ByteBufAllocator allocator;
    final RequestUpload upload;
    final BackendHold held = new BackendHold();
    final Passage passage;
    final ExchangeTrace trace;
    final ExchangeClocks clocks;

    @Nullable
    Leg leg;

    @Nullable
    BackendConnection connection;

    @Nullable
    ResponseHold hold;

    @Nullable
    Mirrors mirrors;

    /** What Connection names in the response's head. */
    HeaderName[] ofOneHop = HopByHop.named(Headers.EMPTY);

    boolean answered;
    boolean ended;

    ExchangeEnding(
            LoopServices loop, Snapshot snapshot, Arrival arrival, ClientStream client, ByteBufAllocator allocator) {
        this.loop = loop;
        this.snapshot = snapshot;
        this.arrival = arrival;
        this.head = arrival.head();
        this.client = client;
        this.allocator = allocator;
        this.upload = new RequestUpload(client, arrival.framing(), allocator);
        this.passage = new Passage(snapshot, arrival.head(), arrival.listener());
        this.trace = new ExchangeTrace(arrival.listener(), snapshot.spec().explain());
        this.clocks = new ExchangeClocks(loop.timers().now());
    }

    /** Counts the request, of which more has to be known before anything is done for it; it may end before. */
    public final void admitted() {
        loop.observer().started();
    }

    final void holdWhileUnwritable() {
        if (!client.isWritable() && !ended && connection != null) {
            connection.pause(true);
        }
    }

    /** Where, and how, a backend is to be connected to for this request. */
    final Endpoint endpoint(Pool pool, BackendState backend) {
        ForwardSpec forward = pool.spec().forward();
        Endpoint to = loop.connections().endpoint(backend, forward.tls(), passage.host(pool, backend));
        return forward.proxyProtocol() == ProxyProtocol.OFF ? to : to.telling(forward.proxyProtocol(), whose());
    }

    private ProxyHeader whose() {
        RequestHead.Client from = head.client();
        InetSocketAddress source = from.ends().source();
        // Behind a trusted proxy it is the client's address that counts; its port is not known.
        boolean own = from.address().equals(source.getAddress());
        return new ProxyHeader(
                own ? source : new InetSocketAddress(from.address(), 0),
                from.ends().destination(),
                false);
    }

    /** The last step. */
    abstract void record(BodyEnd bodyEnd);

    final Account account() {
        return new Account(loop, head, held, trace, clocks);
    }

    final void abort(Failure failure, BodyEnd bodyEnd, String detail) {
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
    final void fail(Failure failure, String detail) {
        trace.failed(failure, detail);
        boolean bound = leg != null && pool().isPerConnection();
        if (bound || failure.connection() == Failure.Connection.CLOSE) {
            client.closeAfterResponse();
        }
        LocalResponse page = passage.failure(failure);
        if (page == null) {
            cut(failure, BodyEnd.LOCAL, detail);
        } else {
            respond(page);
        }
    }

    final void respond(LocalResponse own) {
        LocalResponse response = client.takes(own.status(), own.fields())
                ? own
                : LocalResponse.of(Failure.METHOD_UNSUPPORTED, "nothing here takes one");
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
    final void cut(Failure failure, BodyEnd bodyEnd, String detail) {
        trace.failed(failure, detail);
        record(bodyEnd);
        client.cut();
    }

    final void abortBackend() {
        BackendConnection old = connection;
        connection = null;
        if (old != null) {
            old.abort();
        }
    }

    final Pool pool() {
        return known(leg).pool();
    }

    final TimeoutSpec limits() {
        return known(leg).timeouts();
    }

    static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a step was taken out of order");
        }
        return value;
    }
}
