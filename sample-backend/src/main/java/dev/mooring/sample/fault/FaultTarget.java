// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.fault;

import io.netty.util.concurrent.Future;

/** What a fault can do to the running server. Called on its event loop. */
public interface FaultTarget {
    /** Dies at once: connections are reset, nobody gets an answer. */
    void crash();

    /** Stops the way a deployment stops it. */
    void exit();

    /** Stops to listen, so that new connections are refused; listens again by itself after some time. */
    void refuse(int millis);

    /** Listens again; the result comes when it does. */
    Future<?> accept();

    /** Whether new connections are refused now. */
    boolean refusing();

    /** Cuts all streams in the middle of an event and returns how many. */
    int cutStreams();

    /** Lets go on what was held while the server was frozen. */
    void thawed();
}
