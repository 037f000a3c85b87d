// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say about an exchange that has ended. Immutable; safe from any thread. It holds no header values and no
 * query, so nothing secret can get from here into a log.
 *
 * @param request what was asked
 * @param place where it went
 * @param attempts the backends tried, in order
 * @param status the status that the client got; 499 when it was gone before, 0 when nothing could be said
 * @param failure what went wrong; null when nothing did
 * @param clock the clock that fired; null when none did
 * @param bodyEnd how the response ended
 * @param stream whether the response was an event stream
 * @param bytesFromClient bytes of the request's body
 * @param bytesToClient bytes of the response's body
 * @param timing how long it took
 * @param detail one line about the failure, for people; empty when there is none
 */
public record ExchangeRecord(
        Request request,
        Place place,
        List<Attempt> attempts,
        int status,
        @Nullable Failure failure,
        @Nullable Clock clock,
        BodyEnd bodyEnd,
        boolean stream,
        long bytesFromClient,
        long bytesToClient,
        Timing timing,
        String detail) {

    /**
     * What was asked.
     *
     * @param method the method; empty when the request could not be read
     * @param host the host; empty when there was none
     * @param path the path, without the query
     * @param hasQuery whether there was a query
     * @param client the client's address
     */
    public record Request(String method, String host, String path, boolean hasQuery, InetAddress client) {}

    /**
     * Where it went; each part is empty when it did not get so far.
     *
     * @param listener the listener's name
     * @param route the route's name
     * @param pool the pool's name
     * @param backend the id of the backend that answered, or that was tried last
     * @param reason how that backend came to be chosen
     * @param why what was wrong with the client's own backend
     */
    public record Place(String listener, String route, String pool, String backend, Reason reason, Why why) {}

    /**
     * How long it took, in nanoseconds; -1 for what did not happen.
     *
     * @param connect until the backend's connection was open; -1 also for a reused one
     * @param firstByte from the request's last byte until the response's head
     * @param total from the request's head until the end
     */
    public record Timing(long connect, long firstByte, long total) {}
}
