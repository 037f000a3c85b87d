// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HttpVersion;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.RequestHead.Client;
import java.net.InetAddress;

/** Requests as browsers send them. */
final class Requests {
    /** The octets of a head, but for the value of the Cookie field. */
    static final String TEXT =
            """
            GET /api/items/42?page=1 HTTP/1.1\r
            Host: shop.example\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r
            Accept: text/html,application/json;q=0.9,*/*;q=0.8\r
            Accept-Encoding: gzip, deflate\r
            Accept-Language: en\r
            Cookie: theme=dark; lang=en\r
            \r
            """;

    private Requests() {}

    /** A GET for a host and a path. */
    static RequestHead get(String host, String path, String... fields) {
        InetAddress peer = InetAddress.getLoopbackAddress();
        return new RequestHead(
                "GET",
                path,
                path,
                host,
                host,
                HttpVersion.HTTP_1_1,
                Headers.of(fields),
                new Client(peer, peer, false, 8080));
    }
}
