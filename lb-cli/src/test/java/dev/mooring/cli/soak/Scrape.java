// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a balancer's metrics said at one moment. Immutable. */
record Scrape(String text) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static Scrape of(URI admin) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(admin.resolve("/metrics")).build();
        return new Scrape(
                CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** The sum of all series of this name. */
    long sum(String name) {
        return (long) text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Whether nothing is going on, and all that was started has ended. */
    boolean isIdle() {
        return sum("mooring_client_connections") == 0
                && sum("mooring_in_flight") == 0
                && sum("mooring_pending") == 0
                && sum("mooring_streams") == 0
                && sum("mooring_tunnels") == 0
                && sum("mooring_requests_started_total") == sum("mooring_requests_ended_total")
                && sum("mooring_requests_started_total") == sum("mooring_requests_total");
    }

    @Override
    public String toString() {
        return String.format(
                "started %d, ended %d, by what clients got %d; connections of clients %d, in flight %d, pending %d, streams %d, tunnels %d",
                sum("mooring_requests_started_total"),
                sum("mooring_requests_ended_total"),
                sum("mooring_requests_total"),
                sum("mooring_client_connections"),
                sum("mooring_in_flight"),
                sum("mooring_pending"),
                sum("mooring_streams"),
                sum("mooring_tunnels"));
    }
}
