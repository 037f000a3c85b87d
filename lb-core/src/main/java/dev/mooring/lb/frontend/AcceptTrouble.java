// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a listener that cannot accept, most often because the process has no file descriptor left: once, and not again for each
 * of the tries that follow every second. Stands behind netty's own handler, which makes the pause. Confined to its event loop.
 */
final class AcceptTrouble extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptTrouble.class);
    private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

    private final String listener;
    private boolean told;
    private long last;

    AcceptTrouble(String listener) {
        this.listener = listener;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        long now = System.nanoTime();
        if (!told || now - last > QUIET) {
            LOG.warn(
                    "listener {} cannot accept connections: {}; those that are open go on, and it tries again every second",
                    listener,
                    cause.getMessage());
        }
        told = true;
        last = now;
    }
}
