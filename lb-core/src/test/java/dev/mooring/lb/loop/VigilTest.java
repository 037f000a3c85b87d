// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VigilTest {
    private final List<Connection> connections = new ArrayList<>();
    private final List<Connection> gone = new ArrayList<>();
    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final LoopTimers timers = new LoopTimers(loop.eventLoop(), System::nanoTime);

    /** One of many, on a channel of its own. */
    private static class Connection implements Watched {
        private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        private boolean busy = true;

        @Override
        public @Nullable ChannelHandlerContext atWork() {
            return busy ? channel.pipeline().firstContext() : null;
        }
    }

    /** One that has a deadline too, as connections of clients have. */
    private static final class Client extends Connection implements Timed {
        private int slot = -1;

        @Override
        public long onTime(long now) {
            return Long.MAX_VALUE;
        }

        @Override
        public int timerSlot() {
            return slot;
        }

        @Override
        public void timerSlot(int newSlot) {
            slot = newSlot;
        }
    }

    private void look() {
        Vigil vigil = new Vigil(
                timers,
                to -> connections.stream()
                        .filter(one -> !(one instanceof Timed))
                        .forEach(to),
                channel -> gone.stream().anyMatch(connection -> connection.channel == channel));
        vigil.look();
        loop.advanceTimeBy(Vigil.EVERY_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < 100; i++) {
            loop.advanceTimeBy(10, TimeUnit.MILLISECONDS);
            loop.runScheduledPendingTasks();
        }
    }

    @Test
    void whoeverWasSentSomethingAndIsSilentForTwoMinutesIsGone() {
        assertTrue(Vigil.isLost(1, 0, 120_000));
        assertTrue(Vigil.isLost(0, 3, 120_000));
        assertFalse(Vigil.isLost(1, 0, 119_999));
        assertFalse(Vigil.isLost(0, 0, 3_600_000), "a peer that owes no answer is asked by other means");
    }

    @Test
    void onlyThoseThatAreGoneAreToldHoweverManyThereAre() {
        for (int i = 0; i < 1000; i++) {
            if (i % 2 == 0) {
                Client client = new Client();
                connections.add(client);
                timers.add(client);
            } else {
                connections.add(new Connection());
            }
        }
        gone.addAll(List.of(connections.get(0), connections.get(7), connections.get(998), connections.get(999)));
        look();
        connections.forEach(one -> assertEquals(gone.contains(one), !one.channel.isOpen()));
    }

    @Test
    void connectionsOnWhichNothingIsUnderWayAreLeftAlone() {
        Connection idle = new Connection();
        idle.busy = false;
        connections.add(idle);
        gone.add(idle);
        look();
        assertTrue(idle.channel.isOpen());
    }
}
