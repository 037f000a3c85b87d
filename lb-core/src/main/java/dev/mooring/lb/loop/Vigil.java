// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Looks for peers that vanished without a word while something was on its way to them: {@link KeepAlive} does not ask then, and the
 * system would send it again for a quarter of an hour. TCP_USER_TIMEOUT would be shorter, but ends connections too whose peers are
 * there and only read nothing, for which {@code limits.read-time} is. So the system is asked how long ago each peer, silent or not,
 * has last been heard of. On Linux only, with epoll; elsewhere nobody is ever found. Confined to its event loop.
 */
public final class Vigil {
    /** Between two looks at all. */
    static final int EVERY_SECONDS = 20;

    /** One look costs a microsecond or two, and what is ready meanwhile waits. */
    private static final int AT_ONCE = 128;

    private static final long PAUSE_MILLIS = 5;

    private final LoopTimers timers;
    private final Consumer<Consumer<Watched>> others;
    private final Predicate<Channel> isLost;
    private final ArrayDeque<Watched> next = new ArrayDeque<>();

    /**
     * A vigil over what has timers on a loop, and others.
     *
     * @param others shows all others that are there at the moment
     */
    public Vigil(LoopTimers timers, Consumer<Consumer<Watched>> others) {
        this(timers, others, new Question());
    }

    Vigil(LoopTimers timers, Consumer<Consumer<Watched>> others, Predicate<Channel> isLost) {
        this.timers = timers;
        this.others = others;
        this.isLost = isLost;
    }

    /** Looks from now on, as long as the loop lives. May be called from any thread. */
    public void begin() {
        timers.loop().scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void look() {
        if (next.isEmpty()) {
            timers.forEach(timed -> {
                if (timed instanceof Watched watched) {
                    next.add(watched);
                }
            });
            others.accept(next::add);
            lookOn();
        }
    }

    private void lookOn() {
        for (int i = 0; i < AT_ONCE && !next.isEmpty(); i++) {
            Watched watched = next.remove();
            ChannelHandlerContext ctx = watched.atWork();
            if (ctx != null && isLost.test(ctx.channel())) {
                watched.lost(ctx);
            }
        }
        if (!next.isEmpty()) {
            timers.loop().schedule(this::lookOn, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Asks the system. */
    private static final class Question implements Predicate<Channel> {
        private final EpollTcpInfo answer = new EpollTcpInfo();

        @Override
        public boolean test(Channel channel) {
            if (!(channel instanceof EpollSocketChannel socket) || !socket.isActive()) {
                return false;
            }
            try {
                socket.tcpInfo(answer);
            } catch (ChannelException gone) {
                // Its end is about to be told.
                return false;
            }
            return isLost(answer.unacked(), answer.probes(), answer.lastAckRecv());
        }
    }

    /**
     * Whether a peer is gone: something was sent that it should have answered, and it has said nothing for as long as one may that
     * is asked whether it is there. Whoever has been silent for longer with nothing to answer is being asked at the moment.
     */
    static boolean isLost(long unacknowledged, long probes, long silentMillis) {
        return (unacknowledged > 0 || probes > 0) && silentMillis >= KeepAlive.GONE_MILLIS;
    }
}
