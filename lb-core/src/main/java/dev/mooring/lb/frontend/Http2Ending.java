// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.model.LimitSpec;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.TimeUnit;

/**
 * When an HTTP/2 connection ends although nothing is wrong with it: nobody uses it, or the balancer drains. RFC 9113, 6.8: a
 * client first hears that the end is near, and what it sent before it heard of it is served. Confined to its event loop.
 */
final class Http2Ending {
    /** How long a client may take to hear that no new requests are taken, before those on their way are refused. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE;

    private final Http2Session session;
    private final LoopTimers timers;
    private final long keepAlive;
    private int open;
    private boolean draining;
    private boolean refusing;
    private long deadline;

    Http2Ending(Http2Session session, LoopTimers timers, LimitSpec limits) {
        this.session = session;
        this.timers = timers;
        this.keepAlive = limits.keepAlive().toNanos();
        this.deadline = timers.now() + limits.headerTime().toNanos();
    }

    /** When {@link #onTime} has something to do. */
    long deadline() {
        return deadline;
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return open == 0;
    }

    /** A stream has become an exchange. */
    void streamBegun() {
        open++;
        if (!draining) {
            deadline = NEVER;
        }
    }

    /** An exchange is over; after the last one there may be others, unless the connection is closing already. */
    void streamEnded(boolean closing) {
        open--;
        if (open > 0 || closing) {
            return;
        }
        if (!draining) {
            until(timers.now() + keepAlive);
        } else if (refusing) {
            session.farewellSoon();
        }
    }

    /** Tells the client that the end is near; the answer to a ping shows that it knows. */
    void drain() {
        if (draining) {
            return;
        }
        draining = true;
        session.output().goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR, "");
        session.output().ping();
        session.output().flush();
        until(timers.now() + GRACE);
    }

    /** The client has answered a ping: what it sent before it heard of the end has arrived. */
    void pingAnswered() {
        if (draining) {
            refuseNew();
        }
    }

    /** Takes no new streams. */
    void refuseNew() {
        if (refusing) {
            return;
        }
        refusing = true;
        deadline = NEVER;
        session.goAway(Http2Error.NO_ERROR, "");
        session.output().flush();
        if (isIdle()) {
            session.farewellSoon();
        }
    }

    void onTime(long now) {
        if (now < deadline) {
            return;
        }
        deadline = NEVER;
        if (draining) {
            refuseNew();
        } else {
            session.farewell();
        }
    }

    private void until(long time) {
        deadline = time;
        timers.lookAt(time);
    }
}
