// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import dev.mooring.lb.failure.Failure;
import io.netty.channel.ConnectTimeoutException;
import javax.net.ssl.SSLException;

/** Turns what a socket throws into one of the listed failures, once, at the edge. */
final class FailureClassifier {
    private FailureClassifier() {}

    /** Why a connection could not be opened. */
    static Failure ofConnect(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return Failure.CONNECT_TIMEOUT;
        }
        return cause instanceof SSLException ? Failure.TLS_FAILED : Failure.CONNECT_REFUSED;
    }

    /** One line about a throwable for the log. */
    static String detail(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
