// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.Arrival;
import dev.mooring.lb.exchange.Exchange;
import dev.mooring.lb.exchange.LocalResponse;
import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.http1.ParsedRequest;
import dev.mooring.lb.http2.RequestFields;
import dev.mooring.lb.http2.ResponseFields;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.runtime.Snapshot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes exchanges of what arrives on the streams of an HTTP/2 session. Confined to its event loop. */
final class Http2Requests {
    private final Http2Session session;
    private final Frontend frontend;
    private final LoopServices loop;
    private final Origin origin;
    private final LimitSpec limits;
    private final GuardResponder responder;
    private final PropertyKey key;
    private final Set<Http2ClientStream> touched = new LinkedHashSet<>();

    Http2Requests(Http2Session session, Frontend frontend, LoopServices loop, Origin origin) {
        this.session = session;
        this.frontend = frontend;
        this.loop = loop;
        this.origin = origin;
        this.limits = frontend.live().current().spec().limits();
        this.responder = new GuardResponder(loop, origin, frontend.live());
        this.key = session.connection().newKey();
    }

    /** What a stream serves; null when it was refused, or has been forgotten. */
    @Nullable
    Http2ClientStream of(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(key);
    }

    /** Forgets a stream that is closed. */
    @Nullable
    Http2ClientStream forget(Http2Stream stream) {
        Http2ClientStream known = stream.removeProperty(key);
        if (known != null && !touched.isEmpty()) {
            touched.remove(known);
        }
        return known;
    }

    /** A section of fields: a request, or the trailers of one. */
    void fields(Http2Stream stream, Http2Headers fields, boolean last) throws Http2Exception {
        Http2ClientStream known = of(stream);
        try {
            if (known == null) {
                begin(stream, fields, last);
            } else if (last && !known.isConnect()) {
                known.trailers(RequestFields.trailers(fields));
            } else {
                throw new HeadException(
                        Failure.BAD_FRAMING, "a field section that is neither a request nor its trailers");
            }
        } catch (HeadException e) {
            String detail = String.valueOf(e.getMessage());
            if (known != null || e.failure() == Failure.BAD_FRAMING) {
                throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, "%s", detail);
            }
            refuse(stream, e.failure(), detail, last);
        }
    }

    private void begin(Http2Stream stream, Http2Headers fields, boolean last) throws HeadException {
        ParsedRequest request = RequestFields.parse(fields, last, limits, ThreadLocalRandom::current);
        Snapshot snapshot = frontend.live().current();
        Arrival arrival = RequestGuard.admit(request, origin, snapshot.spec());
        long bodyLimit = RequestGuard.bodyLimit(snapshot.spec());
        Http2ClientStream next = new Http2ClientStream(session, stream, request, last, bodyLimit);
        stream.setProperty(key, next);
        session.streamBegun();
        next.serve(new Exchange(loop, snapshot, arrival, next, session.output().allocator()));
    }

    /** Some of a request's body; how many bytes of the window are given back at once. */
    int data(@Nullable Http2Stream stream, ByteBuf data, int padding, boolean last) {
        Http2ClientStream known = of(stream);
        if (known == null) {
            return data.readableBytes() + padding;
        }
        touched.add(known);
        return known.data(data, padding, last);
    }

    /** All that came in one read has been told. */
    void readComplete() {
        if (!touched.isEmpty()) {
            List<Http2ClientStream> streams = List.copyOf(touched);
            touched.clear();
            streams.forEach(Http2ClientStream::readComplete);
        }
    }

    /** A request is malformed; its stream is about to be reset. */
    void malformed(@Nullable Http2Stream stream, String detail) {
        Http2ClientStream known = of(stream);
        if (known == null) {
            record(Failure.BAD_FRAMING, detail);
        } else {
            known.malformed(detail);
        }
    }

    /** A request ended before it was one. */
    void record(Failure failure, String detail) {
        responder.record(failure, detail);
    }

    /** Answers a request that did not become an exchange. */
    private void refuse(Http2Stream stream, Failure failure, String detail, boolean ended) {
        record(failure, detail);
        LocalResponse response = responder.page(failure, detail);
        Http2Output out = session.output();
        Runnable afterwards = ended ? Http2Output.NOTHING : () -> out.reset(stream, Http2Error.NO_ERROR);
        out.headers(stream, ResponseFields.of(response.status(), response.datedFields()), false, Http2Output.NOTHING);
        out.data(stream, ByteBufUtil.writeAscii(out.allocator(), response.body()), true, afterwards);
    }
}
