// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.loop.Timed;
import dev.mooring.lb.loop.Watched;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** A client's connection with requests on it, whatever its protocol. Confined to its event loop. */
interface Served extends Timed, Watched {
    /** Whether a connection broke off, under TLS or without, which is no mistake of our own. */
    static boolean isBrokenOff(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
    }

    /** The balancer is shutting down: an idle connection closes, a busy one after its responses. */
    void drain();

    /** A drain has come to its deadline: of the whole balancer, or of backends. */
    void drainEnded(boolean wholeBalancer);

    /** Whether an end of input is what the client said: over TLS anybody on the way can end a connection. */
    static boolean endIsGenuine(ChannelHandlerContext ctx, Object event) {
        return event == SslCloseCompletionEvent.SUCCESS || ctx.pipeline().get(SslHandler.class) == null;
    }
}
