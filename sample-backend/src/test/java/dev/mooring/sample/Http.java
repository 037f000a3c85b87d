// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Short requests to a server under test. */
final class Http {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Http() {}

    static HttpResponse<String> get(SampleServer server, String target, String... headers) {
        return send(request(server, target, headers).GET());
    }

    static HttpResponse<String> post(SampleServer server, String target, String body, String... headers) {
        return send(request(server, target, headers).POST(BodyPublishers.ofString(body)));
    }

    /** Turns a fault on or off. */
    static String control(SampleServer server, String fault) {
        HttpResponse<String> answer = post(server, "/control/" + fault, "");
        if (answer.statusCode() != 200) {
            throw new AssertionError(fault + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    static HttpRequest.Builder request(SampleServer server, String target, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.uri() + target)).timeout(Duration.ofSeconds(10));
        return headers.length == 0 ? request : request.headers(headers);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
