// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import dev.mooring.lb.failure.Failure;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a socket throws into one of the listed failures, once, at the edge. */
final class FailureClassifier {
    private static final Logger LOG = LoggerFactory.getLogger(FailureClassifier.class);

    private FailureClassifier() {}

    /** Why a connection could not be opened. */
    static Failure ofConnect(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return Failure.CONNECT_TIMEOUT;
        }
        return cause instanceof SSLException ? Failure.TLS_FAILED : Failure.CONNECT_REFUSED;
    }

    /** Why an open connection broke: unless a socket threw it, it is a mistake of our own. */
    static Failure ofOpen(Throwable cause) {
        if (cause instanceof IOException) {
            return Failure.BACKEND_RESET;
        }
        if (cause instanceof DecoderException && cause.getCause() instanceof SSLException) {
            // TLS 1.3 lets a backend refuse our certificate after our end of the handshake.
            return Failure.TLS_FAILED;
        }
        LOG.error("a backend's connection is given up after a mistake", cause);
        return Failure.INTERNAL;
    }

    /** One line about a throwable for the log. */
    static String detail(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
