// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/** A connection that a {@link Vigil} looks after while something is under way on it. Confined to its event loop. */
public interface Watched {
    /** Where it is handled, if somebody would miss an end of it; null while nothing is under way. */
    @Nullable
    ChannelHandlerContext atWork();

    /** Its peer has vanished. */
    default void lost(ChannelHandlerContext ctx) {
        ctx.close();
    }
}
