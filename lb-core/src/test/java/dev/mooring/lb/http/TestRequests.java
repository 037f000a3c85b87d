// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import dev.mooring.lb.http.RequestHead.Client;
import java.net.InetAddress;

/** Requests for the tests of decisions. */
public final class TestRequests {
    private TestRequests() {}

    /** A GET of / for app.example from 192.0.2.1. */
    public static RequestHead get(String... headers) {
        return request("GET", "app.example", "/", headers);
    }

    /** A request from 192.0.2.1. */
    public static RequestHead request(String method, String host, String target, String... headers) {
        String path = PathNormalizer.normalize(target);
        return new RequestHead(
                method,
                target,
                path,
                host,
                host,
                HttpVersion.HTTP_1_1,
                Headers.of(headers),
                client("192.0.2.1", false));
    }

    /** A GET of / over TLS. */
    public static RequestHead secure(String... headers) {
        String host = "app.example";
        return new RequestHead(
                "GET", "/", "/", host, host, HttpVersion.HTTP_1_1, Headers.of(headers), client("192.0.2.1", true));
    }

    /** A GET of this target, query included. */
    public static RequestHead of(String target, String... headers) {
        String host = "app.example";
        String path = target.split("\\?")[0];
        return new RequestHead(
                "GET", target, path, host, host, HttpVersion.HTTP_1_1, Headers.of(headers), client("192.0.2.1", false));
    }

    /** A GET of / from this address. */
    public static RequestHead from(String address) {
        return from(address, false);
    }

    /** A GET of / from this address, over TLS or not. */
    public static RequestHead from(String address, boolean secure) {
        return new RequestHead(
                "GET",
                "/",
                "/",
                "app.example",
                "app.example",
                HttpVersion.HTTP_1_1,
                Headers.EMPTY,
                client(address, secure));
    }

    /** A client that is its own peer. */
    public static Client client(String address, boolean secure) {
        return new Client(address(address), address(address), secure, 8080);
    }

    /** A literal address. */
    public static InetAddress address(String text) {
        return IpAddresses.parse(text).orElseThrow();
    }
}
