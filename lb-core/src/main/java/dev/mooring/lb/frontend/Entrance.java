// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ClientAddress;
import dev.mooring.lb.loop.KeepAlive;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.function.Predicate;

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
        KeepAlive.onAccepted(channel);
        Origin origin = Origin.of(channel, listener, withinLimit ? null : Failure.OVERLOADED);
        if (withinLimit && is(ListenerSpec::proxyProtocol) && isTrusted(origin)) {
            channel.pipeline().addLast(new ProxyDoor(frontend, loop, origin, (to, client) -> open(to, loop, client)));
        } else {
            open(channel.pipeline(), loop, origin);
        }
    }

    /** Adds what speaks the protocol of the listener. */
    private void open(ChannelPipeline pipeline, LoopServices loop, Origin from) {
        Origin origin =
                frontend.enters(from, pipeline.channel()) ? from : from.refusedFor(Failure.TOO_MANY_CONNECTIONS);
        ServerTls tls = frontend.tls().listener(listener);
        if (tls == null && is(ListenerSpec::h2c) && origin.withinLimit()) {
            pipeline.addLast(new PrefaceDoor(frontend, loop, origin));
        } else if (tls == null) {
            pipeline.addLast(new ClientConnection(frontend, loop, origin));
        } else if (origin.withinLimit() && !frontend.isDraining()) {
            pipeline.addLast(new TlsDoor(frontend, loop, origin.overTls(), tls));
        } else {
            // A refusal that can be read would cost a handshake.
            GuardResponder.record(
                    loop,
                    origin,
                    origin.refusalOrDrain(),
                    origin.refusalDetail(frontend.live().current().spec().limits()));
            pipeline.close();
        }
    }

    private boolean isTrusted(Origin origin) {
        return ClientAddress.isTrusted(
                origin.peer(), frontend.live().current().spec().trustedProxies());
    }

    /** Whether this listener is configured so now; not when the configuration does not name it any more. */
    private boolean is(Predicate<ListenerSpec> so) {
        for (ListenerSpec one : frontend.live().current().spec().listeners()) {
            if (one.name().equals(listener)) {
                return so.test(one);
            }
        }
        return false;
    }
}
