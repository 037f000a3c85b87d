// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NginxTemplateTest {
    private static final RequestHead HEAD =
            TestRequests.of("/a/b?x=1&y=&Z=3", "X-User-Id", "42", "Cookie", "s=abc; t=d");

    @ParameterizedTest
    @CsvSource({
        "$request_uri, /a/b?x=1&y=&Z=3",
        "$uri, /a/b",
        "$host$uri, app.example/a/b",
        "$arg_x, 1",
        "$arg_y, ''",
        "$arg_z, 3",
        "$arg_none, ''",
        "$http_x_user_id, 42",
        "$http_none, ''",
        "$cookie_s-$cookie_t, abc-d",
        "${http_x_user_id}_x, 42_x",
        "$remote_addr, 192.0.2.1",
        "$scheme, http",
        "$request_method, GET",
        "$no_such_variable, ''",
        "a$, a$",
        "$$host, $app.example",
        "literal, literal",
        "'', ''",
    })
    void variablesBecomeWhatTheRequestHas(String template, String expected) {
        assertEquals(expected, NginxTemplate.of(template).expand(HEAD));
    }
}
