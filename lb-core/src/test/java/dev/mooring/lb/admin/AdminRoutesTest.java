// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.admin.AdminRoutes.Found;
import dev.mooring.lb.admin.AdminRoutes.Nowhere;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminRoutesTest {
    private final AdminRoutes routes = new AdminRoutes(List.of(
            route("GET", "/"), route("GET", "/things"), route("POST", "/things"), route("POST", "/things/{id}/stop")));

    @Test
    void aRouteIsFoundByMethodAndPath() {
        assertEquals("/things", found("POST", "/things").route().pattern());
        assertEquals("/", found("GET", "/?x=1").route().pattern());
        assertEquals(Map.of("id", "b1"), found("POST", "/things/b1/stop?now").variables());
    }

    @Test
    void headIsAnsweredByGet() {
        assertEquals("GET", found("HEAD", "/things").route().method());
    }

    @Test
    void namesAreDecodedOneByOne() {
        assertEquals(
                Map.of("id", "a/b c+d"),
                found("POST", "/things/a%2Fb%20c+d/stop").variables());
        assertEquals(Map.of("id", ".."), found("POST", "/things/../stop").variables(), "a name like any other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/thing", "/things/", "//things", "/things/a/b/stop", "/Things", "/things/a/stop/", "/%"})
    void nothingElseIsFound(String path) {
        int status = assertInstanceOf(Nowhere.class, routes.find("POST", path))
                .answer()
                .status();
        assertEquals(path.equals("/%") ? 400 : 404, status);
    }

    @Test
    void anUnknownPathIsToldTheKnownOnes() {
        AdminResponse answer =
                assertInstanceOf(Nowhere.class, routes.find("GET", "/x")).answer();
        assertTrue(answer.body().contains("\"paths\":[\"GET /\",\"GET /things\",\"POST /things\","), answer.body());
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        AdminResponse both = assertInstanceOf(Nowhere.class, routes.find("DELETE", "/things"))
                .answer();
        assertEquals(405, both.status());
        assertEquals(Map.of("Allow", "GET, HEAD, POST"), both.headers());
        AdminResponse post = assertInstanceOf(Nowhere.class, routes.find("GET", "/things/b1/stop"))
                .answer();
        assertEquals(Map.of("Allow", "POST"), post.headers());
    }

    @Test
    void aRouteMustBeOneThatTheGuardsUnderstand() {
        assertThrows(IllegalArgumentException.class, () -> route("DELETE", "/x"));
        assertThrows(IllegalArgumentException.class, () -> route("GET", "x"));
    }

    private Found found(String method, String target) {
        return assertInstanceOf(Found.class, routes.find(method, target));
    }

    private static AdminRoute route(String method, String pattern) {
        return new AdminRoute(method, pattern, request -> BuiltInRoutes.now(AdminResponse.text(200, "text/plain", "")));
    }
}
