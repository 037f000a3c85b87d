// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A client that keeps no cookie and follows nothing. Safe from any thread. */
public final class Http {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private Http() {}

    /** Gets a path of a server; headers are names and values in turn. */
    public static HttpResponse<String> get(URI server, String path, String... headers) throws Exception {
        return CLIENT.send(request(server, path, headers).GET().build(), BodyHandlers.ofString());
    }

    /** Posts to a path of a server. */
    public static HttpResponse<String> post(URI server, String path, String... headers) throws Exception {
        return CLIENT.send(
                request(server, path, headers)
                        .POST(BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Begins to post, on whatever connection. The JDK's client never sends a POST twice, so what is lost stays lost. */
    public static CompletableFuture<HttpResponse<String>> beginPost(URI server, String path) {
        return CLIENT.sendAsync(
                request(server, path).POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
    }

    /** Gets a path and reads what it answers as JSON; throws if the status is not 200. */
    public static Json json(URI server, String path, String... headers) throws Exception {
        HttpResponse<String> response = get(server, path, headers);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return Json.parse(response.body());
    }

    /** The name of the sample backend that answers. */
    public static String whoami(URI server, String... headers) throws Exception {
        return json(server, "/api/whoami", headers).get("server").text();
    }

    /** The cookies that a response sets, as a client sends them back. */
    public static Optional<String> cookie(HttpResponse<?> response) {
        List<String> set = response.headers().allValues("set-cookie");
        return set.isEmpty() ? Optional.empty() : Optional.of(set.get(0).split(";", 2)[0]);
    }

    /** The state of a backend as the admin listener tells it. */
    public static Json backend(URI admin, String id) throws Exception {
        return json(admin, "/api/backends").get("pools").list().stream()
                .flatMap(pool -> pool.get("backends").list().stream())
                .filter(backend -> backend.get("id").text().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no backend " + id));
    }

    /** A port where nobody listens. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpRequest.Builder request(URI server, String path, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder;
    }
}
