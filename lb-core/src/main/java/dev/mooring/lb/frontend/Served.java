// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.loop.Timed;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** A client's connection with requests on it, whatever its protocol. Confined to its event loop. */
interface Served extends Timed {
    /** Whether a connection broke off, under TLS or without, which is no mistake of our own. */
    static boolean isBrokenOff(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
    }

    /** The balancer is shutting down: an idle connection closes, a busy one after its responses. */
    void drain();

    /** A drain has come to its deadline: of the whole balancer, or of backends. */
    void drainEnded(boolean wholeBalancer);
}
