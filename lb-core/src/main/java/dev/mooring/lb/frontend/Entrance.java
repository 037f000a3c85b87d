// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.Map;

/** What becomes of each connection that a listener accepts: it is counted, and gets the handlers of its protocol. */
final class Entrance extends ChannelInitializer<Channel> {
    private final Frontend frontend;
    private final Map<EventLoop, LoopServices> loops;
    private final String listener;

    Entrance(Frontend frontend, Map<EventLoop, LoopServices> loops, String listener) {
        this.frontend = frontend;
        this.loops = loops;
        this.listener = listener;
    }

    @Override
    protected void initChannel(Channel channel) {
        LoopServices loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a connection on a loop that is not ours");
        }
        boolean withinLimit = frontend.connected();
        channel.closeFuture().addListener(closed -> frontend.disconnected());
        if (channel.remoteAddress() == null) {
            // Reset before it was accepted: nobody is there.
            channel.close();
            return;
        }
        ServerTls tls = frontend.tls().listener(listener);
        Origin origin = Origin.of(channel, listener, tls != null, withinLimit);
        if (tls == null) {
            channel.pipeline().addLast(new ClientConnection(frontend, loop, origin));
        } else if (withinLimit && !frontend.isDraining()) {
            channel.pipeline().addLast(new TlsDoor(frontend, loop, origin, tls));
        } else {
            // A refusal that can be read would cost a handshake.
            channel.close();
        }
    }
}
