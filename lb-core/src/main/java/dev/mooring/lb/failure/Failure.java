// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.failure;

import static dev.mooring.lb.failure.Failure.Connection.CLOSE;
import static dev.mooring.lb.failure.Failure.Connection.KEEP;
import static dev.mooring.lb.failure.Failure.Retry.IF_IDEMPOTENT;
import static dev.mooring.lb.failure.Failure.Retry.IF_NOTHING_SENT;
import static dev.mooring.lb.failure.Failure.Retry.NEVER;

import java.util.Locale;

/**
 * Every way in which a request can fail. The label is the metric tag, the log field and the reason in the decision trace;
 * {@code docs/reference/errors.md} has a row for each.
 */
public enum Failure {
    BAD_FRAMING(Side.CLIENT, 400, NEVER, CLOSE, "The request is not valid HTTP, so where it ends cannot be trusted."),
    PLAIN_ON_TLS(Side.CLIENT, 400, NEVER, CLOSE, "The plain HTTP request was sent to HTTPS port."),
    URI_TOO_LONG(Side.CLIENT, 414, NEVER, CLOSE, "The request line is longer than the limit."),
    HEADERS_TOO_LARGE(Side.CLIENT, 431, NEVER, CLOSE, "The request's header fields are larger or more than the limit."),
    BODY_TOO_LARGE(Side.CLIENT, 413, NEVER, CLOSE, "The request's body is larger than the limit."),
    EXPECTATION_FAILED(Side.CLIENT, 417, NEVER, CLOSE, "The request expects something other than 100-continue."),
    BAD_PROXY_HEADER(
            Side.CLIENT,
            400,
            NEVER,
            CLOSE,
            "A trusted balancer did not begin its connection with a valid header of the PROXY protocol."),
    METHOD_UNSUPPORTED(Side.CLIENT, 501, NEVER, CLOSE, "The request wants a tunnel, which is for forward proxies."),
    VERSION_UNSUPPORTED(Side.CLIENT, 505, NEVER, CLOSE, "The request is of an HTTP version that is not spoken here."),
    CLIENT_TIMEOUT(Side.CLIENT, 408, NEVER, CLOSE, "The client did not finish its request in time."),
    SLOW_BODY(Side.CLIENT, 408, NEVER, CLOSE, "The client sent too little of its request's body in the time it had."),
    SLOW_READER(Side.CLIENT, 408, NEVER, CLOSE, "The client took nothing of the response in the time it had."),
    TOO_MANY_CONNECTIONS(Side.CLIENT, 429, NEVER, CLOSE, "The client's address has more connections than it may."),
    CLIENT_GONE(Side.CLIENT, 499, NEVER, CLOSE, "The client closed its connection before the response was complete."),

    NO_ROUTE(Side.PROXY, 404, NEVER, KEEP, "No route matches the request."),
    FORWARDING_LOOP(
            Side.PROXY, 508, NEVER, CLOSE, "The request has passed this balancer so often that it goes in circles."),
    REWRITE_ENDLESS(
            Side.PROXY, 500, NEVER, KEEP, "A rewrite leads in a circle, or one of its expressions takes too long."),
    NO_BACKEND(Side.PROXY, 503, NEVER, KEEP, "No backend of the pool can serve the request."),
    OVERLOADED(Side.PROXY, 503, NEVER, CLOSE, "The balancer is at a limit of its own."),
    TOO_MANY_STREAMS(Side.PROXY, 503, NEVER, KEEP, "As many event streams are served as are allowed in all."),
    TOO_MANY_PENDING(Side.PROXY, 503, NEVER, KEEP, "As many requests wait for the backend's answer as are allowed to."),
    SHUTTING_DOWN(Side.PROXY, 503, IF_IDEMPOTENT, CLOSE, "The balancer or the bound backend ended its drain."),
    TOTAL_TIMEOUT(Side.PROXY, 504, NEVER, CLOSE, "The exchange took longer than the total clock allows."),
    INTERNAL(Side.PROXY, 500, NEVER, CLOSE, "The balancer made a mistake; the log has its cause."),

    CONNECT_REFUSED(Side.BACKEND, 502, IF_NOTHING_SENT, KEEP, "The backend cannot be connected to."),
    CONNECT_TIMEOUT(
            Side.BACKEND,
            504,
            IF_NOTHING_SENT,
            KEEP,
            "The connect clock fired before the backend's connection was open."),
    TLS_FAILED(Side.BACKEND, 502, IF_NOTHING_SENT, KEEP, "The TLS handshake with the backend failed."),
    BACKEND_RESET(
            Side.BACKEND,
            502,
            IF_IDEMPOTENT,
            KEEP,
            "The backend closed its connection before its response was complete."),
    BAD_RESPONSE(Side.BACKEND, 502, NEVER, KEEP, "The backend's response is not valid HTTP."),
    RESPONSE_TIMEOUT(Side.BACKEND, 504, NEVER, KEEP, "The first-byte clock fired before the backend began to answer."),
    ATTEMPT_TIMEOUT(Side.BACKEND, 504, NEVER, CLOSE, "The try took longer than the attempt clock allows."),
    STATUS_REFUSED(
            Side.BACKEND, 502, IF_IDEMPOTENT, KEEP, "The backend answered with a status that asks for another try."),
    BODY_STALLED(Side.BACKEND, 504, NEVER, CLOSE, "The idle clock fired: no byte passed in either direction."),
    UPGRADE_REFUSED(Side.BACKEND, 502, NEVER, KEEP, "The backend did not accept the upgrade in a valid way."),
    TUNNEL_IDLE(Side.BACKEND, 504, NEVER, CLOSE, "The idle clock fired in an upgraded connection.");

    /** When the request may go to another backend. */
    public enum Retry {
        /** Never: the fault is not the backend's, or the request may have been executed. */
        NEVER,
        /** Nothing of the request has left. */
        IF_NOTHING_SENT,
        /** Nothing has left, or the method is idempotent and the request can be replayed. */
        IF_IDEMPOTENT
    }

    /** What becomes of the client's connection. */
    public enum Connection {
        KEEP,
        CLOSE
    }

    private final Side side;
    private final int status;
    private final Retry retry;
    private final Connection connection;
    private final String sentence;
    private final String label;

    Failure(Side side, int status, Retry retry, Connection connection, String sentence) {
        this.side = side;
        this.status = status;
        this.retry = retry;
        this.connection = connection;
        this.sentence = sentence;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Who is to blame. */
    public Side side() {
        return side;
    }

    /** The status that the client gets when the response has not begun. 499 is never sent, only recorded. */
    public int status() {
        return status;
    }

    /** When another backend may be tried. */
    public Retry retry() {
        return retry;
    }

    /** Whether the client's connection can go on after a local response. */
    public Connection connection() {
        return connection;
    }

    /** What happened, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** The name in metrics, logs and traces, such as {@code connect-refused}. */
    public String label() {
        return label;
    }
}
