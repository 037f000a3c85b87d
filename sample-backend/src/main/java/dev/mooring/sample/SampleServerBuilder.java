// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import dev.mooring.sample.events.EventId;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Describes {@link SampleServer}s and starts them. Every setting has a default that suits a test. */
public final class SampleServerBuilder {
    private static final int MIN_INTERVAL_MILLIS = 10;

    private String host = "127.0.0.1";
    private int port;
    private String name = "backend";

    private @Nullable String token;
    private @Nullable URI dashboard;

    private int intervalMillis = 1_000;
    private int ring = 1_000;
    private Duration grace = Duration.ofSeconds(5);
    /** 0 until it is chosen. */
    private long firstEvent;

    private Runnable onCrash = () -> {};
    private Consumer<String> log = line -> {};

    SampleServerBuilder() {}

    /** The address to listen on; default {@code 127.0.0.1}. */
    public SampleServerBuilder host(String host) {
        this.host = host;
        return this;
    }

    /** The port to listen on; 0, the default, for one that is free. */
    public SampleServerBuilder port(int port) {
        require(port >= 0 && port <= 65_535, "port: " + port + " (expected: 0 to 65535)");
        this.port = port;
        return this;
    }

    /** The server's name, which is the first part of its event ids. */
    public SampleServerBuilder name(String name) {
        require(
                EventId.SERVER_NAME.matcher(name).matches(),
                "name: " + name + " (expected: 1 to 64 letters, digits, '.', '_' or '-')");
        this.name = name;
        return this;
    }

    /** A token that clients of {@code /api/} must present; default none. */
    public SampleServerBuilder token(@Nullable String token) {
        require(token == null || !token.isEmpty(), "token: empty (expected: a secret, or no token at all)");
        this.token = token;
        return this;
    }

    /** The address of the balancer's admin listener, for the page; default none. */
    public SampleServerBuilder dashboard(@Nullable URI dashboard) {
        require(
                dashboard == null || isHttp(dashboard),
                "dashboard: " + dashboard + " (expected: a URL such as http://127.0.0.1:9090)");
        this.dashboard = dashboard;
        return this;
    }

    /** The time between events of a stream that does not ask for another, in milliseconds; default 1,000, 0 for none. */
    public SampleServerBuilder intervalMillis(int millis) {
        require(
                millis == 0 || millis >= MIN_INTERVAL_MILLIS,
                "interval: " + millis + " (expected: 0, or at least " + MIN_INTERVAL_MILLIS + " milliseconds)");
        this.intervalMillis = millis;
        return this;
    }

    /** How many events are kept for resumes, for each interval in use; default 1,000. */
    public SampleServerBuilder ring(int events) {
        require(events >= 1 && events <= 1_000_000, "ring: " + events + " (expected: 1 to 1000000)");
        this.ring = events;
        return this;
    }

    /** How long exchanges may go on when the server is stopped; default 5 seconds. */
    public SampleServerBuilder grace(Duration grace) {
        require(!grace.isNegative(), "grace: " + grace + " (expected: 0 or more)");
        this.grace = grace;
        return this;
    }

    /** The number of the first event; default the time of the start in milliseconds, so that no two runs share a number. */
    public SampleServerBuilder firstEvent(long number) {
        require(number >= 1, "first event: " + number + " (expected: 1 or more)");
        this.firstEvent = number;
        return this;
    }

    /** Runs on the server's loop after the crash fault reset all connections; default nothing. */
    public SampleServerBuilder onCrash(Runnable action) {
        this.onCrash = action;
        return this;
    }

    /** Receives log lines, on the server's loop; default nobody. */
    public SampleServerBuilder log(Consumer<String> lines) {
        this.log = lines;
        return this;
    }

    /**
     * Starts the server; it accepts connections when this returns.
     *
     * @throws IllegalStateException when it cannot listen, with the reason
     */
    public SampleServer start() {
        // Read at each start: a builder that starts a server again must not give out the same numbers again.
        long first = firstEvent == 0 ? System.currentTimeMillis() : firstEvent;
        SampleServer server = new SampleServer(
                new Settings(host, port, name, token, dashboard, intervalMillis, ring, grace, first, onCrash, log));
        server.listen();
        return server;
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
