// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import java.util.List;

/** Every meter there is. {@code docs/reference/metrics.md} has a row for each, and a test compares the two. */
public enum LbMeter {
    REQUESTS_STARTED(
            "mooring.requests.started", Type.COUNTER, "requests", "Requests read; each of them ends once.", List.of()),
    REQUESTS_ENDED(
            "mooring.requests.ended",
            Type.COUNTER,
            "requests",
            "Requests that are over, by how the response ended; started minus ended are running now.",
            List.of("end")),
    REQUESTS(
            "mooring.requests",
            Type.COUNTER,
            "requests",
            "Requests that are over, by where they went and what the client got.",
            List.of("route", "pool", "backend", "status", "failure")),
    ATTEMPTS_FAILED(
            "mooring.attempts.failed",
            Type.COUNTER,
            "attempts",
            "Attempts that failed at a backend, also those that a retry made good.",
            List.of("pool", "backend", "failure")),
    AFFINITY(
            "mooring.affinity",
            Type.COUNTER,
            "selections",
            "Selections of a backend, one for each attempt, by how it was chosen and why not the client's own.",
            List.of("pool", "reason", "why")),
    CLOCK_FIRED(
            "mooring.clock.fired", Type.COUNTER, "requests", "Requests that a clock ended.", List.of("clock", "pool")),
    BYTES("mooring.bytes", Type.COUNTER, "bytes", "Bytes of bodies passed on.", List.of("direction", "pool")),
    BACKEND_CONNECT(
            "mooring.backend.connect",
            Type.TIMER,
            "seconds",
            "Time until a new backend connection was open.",
            List.of("pool", "backend")),
    BACKEND_FIRST_BYTE(
            "mooring.backend.first.byte",
            Type.TIMER,
            "seconds",
            "Time from the last byte of the request until the head of the response.",
            List.of("pool", "backend")),
    IN_FLIGHT(
            "mooring.in.flight",
            Type.GAUGE,
            "exchanges",
            "Exchanges that the backend is serving now.",
            List.of("pool", "backend")),
    PENDING(
            "mooring.pending",
            Type.GAUGE,
            "exchanges",
            "Exchanges that wait for the backend's answer now.",
            List.of("pool", "backend")),
    STREAMS(
            "mooring.streams",
            Type.GAUGE,
            "streams",
            "Event streams that the backend is serving now.",
            List.of("pool", "backend")),
    TUNNELS(
            "mooring.tunnels",
            Type.GAUGE,
            "tunnels",
            "Upgraded connections, such as WebSockets, that the backend is serving now.",
            List.of("pool", "backend")),
    CONNECTIONS(
            "mooring.connections",
            Type.GAUGE,
            "connections",
            "Open connections to the backend, idle ones included.",
            List.of("pool", "backend")),
    BACKEND_HEALTH(
            "mooring.backend.health",
            Type.GAUGE,
            "boolean",
            "0 while the backend is taken for unhealthy, else 1.",
            List.of("pool", "backend")),
    CLIENT_CONNECTIONS(
            "mooring.client.connections", Type.GAUGE, "connections", "Open connections of clients.", List.of()),
    HANDSHAKES_FAILED(
            "mooring.tls.handshakes.failed",
            Type.COUNTER,
            "handshakes",
            "TLS handshakes of clients that failed, by what was wrong.",
            List.of("cause")),
    RELOADS(
            "mooring.reloads",
            Type.COUNTER,
            "reloads",
            "Reloads of the configuration, by what became of them.",
            List.of("result"));

    /** The kinds of meters. */
    public enum Type {
        /** Only grows. */
        COUNTER,
        /** Counts events and adds up their times, with a histogram. */
        TIMER,
        /** Goes up and down. */
        GAUGE
    }

    private final String meterName;
    private final Type type;
    private final String unit;
    private final String sentence;
    // What List.of made cannot change, but the type does not say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> tags;

    LbMeter(String meterName, Type type, String unit, String sentence, List<String> tags) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.sentence = sentence;
        this.tags = tags;
    }

    /** The name as Micrometer knows it, such as {@code mooring.requests}. */
    public String meterName() {
        return meterName;
    }

    /** What kind of meter it is. */
    public Type type() {
        return type;
    }

    /** What it counts. */
    public String unit() {
        return unit;
    }

    /** What it says, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** The names of its tags, in order. */
    public List<String> tags() {
        return tags;
    }

    /** The name that Prometheus scrapes; a timer has more than this one, all with it as their beginning. */
    public String prometheusName() {
        String name = meterName.replace('.', '_');
        return switch (type) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
            case GAUGE -> name;
        };
    }
}
