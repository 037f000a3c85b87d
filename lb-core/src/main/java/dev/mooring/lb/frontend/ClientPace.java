// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.model.PaceSpec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/** Whether a client does its part of an exchange in time: sends the body, reads the response. Confined to one event loop. */
final class ClientPace {
    private static final long NEVER = Long.MAX_VALUE;

    private final LoopTimers timers;
    private final Pace body;
    private final Pace read;
    private long received;

    ClientPace(LoopTimers timers, PaceSpec spec) {
        this.timers = timers;
        this.body = new Pace(spec.bodyTime(), spec.bodyProgress());
        this.read = new Pace(spec.readTime(), 1);
    }

    void received(int bytes) {
        received += bytes;
    }

    /** More of a body is waited for than has come. */
    void bodyWanted() {
        body.begin(timers.now(), received);
        timers.lookAt(body.deadline());
    }

    /** So much of a response waits that no more is written. */
    void responseWaits(Channel channel) {
        responseWaits(taken(channel));
    }

    /** The same, of which so much has been taken before. */
    void responseWaits(long taken) {
        read.begin(timers.now(), taken);
        timers.lookAt(read.deadline());
    }

    /** What the client fails to do in time; null when it does all that it owes. */
    @Nullable
    Failure late(boolean owesBody, boolean owesReading, long taken, long now) {
        if (owesBody && body.isLate(now, received)) {
            return Failure.SLOW_BODY;
        }
        return owesReading && read.isLate(now, taken) ? Failure.SLOW_READER : null;
    }

    /** When to look again. */
    long next(boolean owesBody, boolean owesReading) {
        return Math.min(owesBody ? body.deadline() : NEVER, owesReading ? read.deadline() : NEVER);
    }

    /** Ends an exchange whose client does not do its part; when to look again. A tunnel has its own clock. */
    long keep(@Nullable Http1Stream stream, boolean nothingPending, Channel channel, long now) {
        if (stream == null || stream.isTunnel()) {
            return NEVER;
        }
        boolean owesBody = stream.wantsBody() && nothingPending;
        boolean owesReading = !channel.isWritable();
        Failure late = late(owesBody, owesReading, taken(channel), now);
        if (late != null) {
            stream.tooSlow(late);
            return NEVER;
        }
        return next(owesBody, owesReading);
    }

    /** How far the client has come with a response that waits: grows as less of it is left. */
    private static long taken(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : -waiting.totalPendingWriteBytes();
    }
}
