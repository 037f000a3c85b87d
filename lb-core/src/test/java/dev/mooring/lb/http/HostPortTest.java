// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "app.example, app.example, -1",
        "app.example:80, app.example, 80",
        "10.0.0.1:0, 10.0.0.1, 0",
        "[::1], ::1, -1",
        "[::1]:65535, ::1, 65535",
    })
    void hostAndPortAreRead(String text, String host, int port) {
        assertEquals(Optional.of(new HostPort(host, port)), HostPort.parse(text));
        assertEquals(text, new HostPort(host, port).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "a, A, 80, true",
        "a:80, a, 80, true",
        "a, a:443, 443, true",
        "a:, a, 80, true",
        "a:, a:80, 80, true",
        "[::1]:, [::1]:80, 80, true",
        "a:80, a, 443, false",
        "a:81, a, 80, false",
        "a, a., 80, false",
        "a, b, 80, false",
        "a, a::, 80, false",
    })
    void serversAreTheSameIfHostAndPortAre(String one, String other, int defaultPort, boolean same) {
        assertEquals(same, HostPort.sameServer(one, other, defaultPort));
        assertEquals(same, HostPort.sameServer(other, one, defaultPort));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a:",
                "a:b",
                "a:65536",
                "a:1:2",
                "::1",
                "[::1",
                "[]",
                "[a]",
                "[10.0.0.1]",
                "[::1]x",
                "[::1]x:80",
                "[::1]:",
                "a b",
                "a/b",
                "a@b",
                "]",
                "[[::1]]",
                "[::1]]:80"
            })
    void anythingElseIsRefused(String text) {
        assertEquals(Optional.empty(), HostPort.parse(text));
    }
}
