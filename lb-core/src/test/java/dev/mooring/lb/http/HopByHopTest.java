// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HopByHopTest {
    private static List<String> kept(String... headers) {
        Headers fields = Headers.of(headers);
        HopByHop hopByHop = HopByHop.of(fields);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (!hopByHop.drops(i)) {
                names.add(fields.name(i));
            }
        }
        return names;
    }

    @Test
    void fieldsOfOneConnectionAreDroppedInAnyCase() {
        assertEquals(
                List.of("Host", "Accept"),
                kept(
                        "Host", "a",
                        "connection", "keep-alive",
                        "KEEP-ALIVE", "timeout=5",
                        "Proxy-Connection", "close",
                        "Transfer-Encoding", "chunked",
                        "Upgrade", "websocket",
                        "Proxy-Authorization", "Basic eDp5",
                        "Proxy-Authenticate", "Basic",
                        "Proxy-Authentication-Info", "nextnonce=x",
                        "Accept", "*/*"));
    }

    @Test
    void fieldsThatConnectionNamesAreDropped() {
        assertEquals(
                List.of("X-Stays"),
                kept("Connection", "close, X-Goes ,x-also", "x-goes", "1", "X-Also", "2", "X-Stays", "3"));
    }

    @Test
    void everyConnectionFieldCounts() {
        assertEquals(
                List.of(),
                kept("Connection", "keep-alive", "Connection", "a", "Connection", "b", "A", "1", "B", "2", "A", "3"));
    }

    @Test
    void fieldsThatCarryTheMessageCannotBeNamedAway() {
        assertEquals(
                List.of("Host", "Content-Length"),
                kept(
                        "Host",
                        "a",
                        "Content-Length",
                        "3",
                        "Connection",
                        "Host, content-length, cookie",
                        "Cookie",
                        "a=b"));
    }

    @Test
    void trailersAreAcceptedAndSentOn() {
        assertEquals(List.of("TE", "Trailer"), kept("Connection", "TE", "TE", "Trailers", "Trailer", "X-Sum"));
    }

    @Test
    void otherTransferCodingsAreForOneConnection() {
        assertEquals(List.of(), kept("TE", "gzip", "TE", "trailers, deflate;q=0.5"));
    }

    @Test
    void garbageInConnectionNamesNothing() {
        assertEquals(List.of("A"), kept("Connection", ", ,\"A\", a b,=", "A", "1"));
    }

    @Test
    void messageWithoutConnectionKeepsItsFields() {
        assertEquals(List.of("Accept", "Cookie"), kept("Accept", "*/*", "Cookie", "a=b"));
    }
}
