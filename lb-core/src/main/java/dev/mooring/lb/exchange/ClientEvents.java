// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

/**
 * What a client's connection tells whoever serves its request: an {@link Exchange}, or the {@link Tunnel} that it has become. All
 * on the event loop of both.
 */
public interface ClientEvents {
    /** All that the client sent in one read has been handed over. */
    void requestReadComplete();

    /** The client takes more of the response, after it did not. */
    void clientWritable();

    /** The client has closed its connection. */
    void clientGone();

    /** The balancer made a mistake. */
    void broken(Throwable cause);

    /** A drain has come to its deadline: of the whole balancer, or of a backend. */
    void drainEnded(boolean wholeBalancer);

    /** Looks at the clocks; when to look again. */
    long onTime(long now);
}
