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
