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
        read.begin(timers.now(), taken(channel));
        timers.lookAt(read.deadline());
    }

    /** Ends an exchange whose client does not do its part; when to look again. A tunnel has its own clock. */
    long keep(@Nullable Http1Stream stream, boolean nothingPending, Channel channel, long now) {
        if (stream == null || stream.isTunnel()) {
            return NEVER;
        }
        boolean owesBody = stream.wantsBody() && nothingPending;
        boolean owesReading = !channel.isWritable();
        if (owesBody && body.isLate(now, received)) {
            stream.tooSlow(Failure.SLOW_BODY);
            return NEVER;
        }
        if (owesReading && read.isLate(now, taken(channel))) {
            stream.tooSlow(Failure.SLOW_READER);
            return NEVER;
        }
        return Math.min(owesBody ? body.deadline() : NEVER, owesReading ? read.deadline() : NEVER);
    }

    /** How far the client has come with a response that waits: grows as less of it is left. */
    private static long taken(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : -waiting.totalPendingWriteBytes();
    }
}
