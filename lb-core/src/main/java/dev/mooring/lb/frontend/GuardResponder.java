// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.exchange.LocalResponse;
import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.exchange.OwnPages;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http1.HeadWriter;
import dev.mooring.lb.runtime.LiveSnapshot;
import dev.mooring.lb.runtime.Manners;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;

/** Answers requests that never became an exchange, and records them all the same. Confined to one event loop. */
final class GuardResponder {
    private final LoopServices loop;
    private final Origin origin;
    private final LiveSnapshot live;

    GuardResponder(LoopServices loop, Origin origin, LiveSnapshot live) {
        this.loop = loop;
        this.origin = origin;
        this.live = live;
    }

    /**
     * Writes and flushes the response; the connection is to be closed after it.
     *
     * @param toHead whether the request is known to be a HEAD, whose answer has no body
     */
    void respond(ChannelHandlerContext context, Failure failure, String detail, boolean toHead) {
        Manners manners = live.current().manners(origin.listener());
        record(failure, detail);
        if (manners.habits().isSilent()) {
            return;
        }
        LocalResponse response = page(failure, detail);
        ByteBuf out = context.alloc().ioBuffer(512);
        HeadWriter.response(
                out,
                response.status(),
                response.reason(),
                response.datedFields().add(HeaderName.CONNECTION, "close"));
        if (!toHead) {
            ByteBufUtil.writeAscii(out, response.body());
        }
        context.writeAndFlush(out, context.voidPromise());
    }

    /** The response, in the form of the listener's profile. */
    LocalResponse page(Failure failure, String detail) {
        return OwnPages.failure(live.current().manners(origin.listener()), failure, failure.status(), null, detail);
    }

    /** Counts and records a request that was answered, or not, without becoming an exchange. */
    void record(Failure failure, String detail) {
        record(loop, origin, failure, detail);
    }

    /** Counts and records a connection that was closed without a word. */
    static void record(LoopServices loop, Origin origin, Failure failure, String detail) {
        loop.observer().started();
        loop.observer()
                .ended(new ExchangeRecord(
                        new ExchangeRecord.Request("", "", "", false, origin.peer()),
                        new ExchangeRecord.Place(origin.listener(), "", "", "", Reason.NONE, Why.NONE),
                        List.of(),
                        failure.status(),
                        failure,
                        null,
                        BodyEnd.LOCAL,
                        false,
                        0,
                        0,
                        new ExchangeRecord.Timing(-1, -1, 0),
                        detail));
    }
}
