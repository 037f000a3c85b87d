// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.selection.Selection;

/**
 * Watches exchanges and changes nothing. Called on the exchange's event loop, so it must not block; called from many loops at
 * once, so it must be thread-safe. Each exchange that is started is ended exactly once.
 */
public interface ExchangeObserver {
    /** Watches nothing. */
    ExchangeObserver NONE = new ExchangeObserver() {
        @Override
        public void ended(ExchangeRecord record) {
            // Nobody is told.
        }
    };

    /** A request has been read. */
    default void started() {}

    /** A backend was chosen, or could not be; once for each attempt. */
    default void selected(String pool, Selection selection) {}

    /**
     * A backend has begun to answer.
     *
     * @param connectNanos until its connection was open; -1 for a reused one
     * @param firstByteNanos from the request's last byte until the response's head
     */
    default void answered(String pool, String backend, long connectNanos, long firstByteNanos) {}

    /** TLS was not agreed on with a client, so that there was no exchange. */
    default void handshakeFailed(HandshakeFailure why) {}

    /** The exchange is over. */
    void ended(ExchangeRecord record);

    /** Both observers, one after the other. */
    static ExchangeObserver both(ExchangeObserver first, ExchangeObserver second) {
        return new ExchangeObserver() {
            @Override
            public void started() {
                first.started();
                second.started();
            }

            @Override
            public void selected(String pool, Selection selection) {
                first.selected(pool, selection);
                second.selected(pool, selection);
            }

            @Override
            public void answered(String pool, String backend, long connectNanos, long firstByteNanos) {
                first.answered(pool, backend, connectNanos, firstByteNanos);
                second.answered(pool, backend, connectNanos, firstByteNanos);
            }

            @Override
            public void handshakeFailed(HandshakeFailure why) {
                first.handshakeFailed(why);
                second.handshakeFailed(why);
            }

            @Override
            public void ended(ExchangeRecord record) {
                first.ended(record);
                second.ended(record);
            }
        };
    }
}
