// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
    private final List<RouteSpec> routes = new ArrayList<>();

    static PathSpec path(String text) {
        return text.startsWith("=")
                ? new PathSpec(Kind.EXACT, text.substring(1))
                : text.startsWith("~") ? new PathSpec(Kind.REGEX, text.substring(1)) : new PathSpec(Kind.PREFIX, text);
    }

    static RouteSpec spec(
            String name, List<String> hosts, String path, Set<String> methods, Map<String, String> headers) {
        return new RouteSpec(name, Set.of(), hosts, path(path), methods, headers, "pool");
    }

    /** A route named after itself; the path has a leading = if it is exact, ~ if it is a regular expression. */
    private void route(String host, String path) {
        routes.add(spec(host + " " + path, host.equals("*") ? List.of() : List.of(host), path, Set.of(), Map.of()));
    }

    private void conditional(String name, Set<String> methods, Map<String, String> headers) {
        routes.add(spec(name, List.of(), "/", methods, headers));
    }

    private @Nullable String match(RequestHead head) {
        RouteMatch match = RouteTable.of(routes).match(head, "http");
        return match == null ? null : match.route().name();
    }

    private @Nullable String match(String host, String path) {
        return match(TestRequests.request("GET", host, path));
    }

    @ParameterizedTest
    @CsvSource({
        "app.example.com, app.example.com /",
        "app.example.com., app.example.com /",
        "x.app.example.com, *.app.example.com /",
        "y.x.app.example.com, *.app.example.com /",
        "web.example.com, *.example.com /",
        "a.b.c.example.com, *.example.com /",
        "example.com, * /",
        ".example.com, * /",
        "badexample.com, * /",
        "app.localhost, app.localhost /",
        "localhost, * /",
        "'', * /",
        "10.0.0.1, * /",
    })
    void mostSpecificHostWins(String host, String expected) {
        route("*", "/");
        route("*.example.com", "/");
        route("*.app.example.com", "/");
        route("app.example.com", "/");
        route("app.localhost", "/");

        assertEquals(expected, match(host, "/any"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/users, * =/api/users",
        "/api/users/, * /api/users",
        "/api/users/7, * /api/users",
        "/api/user, * /api/",
        "/api, * /api/",
        "/api/, * /api/",
        "/apix, * /",
        "/api/users7, * /api/",
        "/, * /",
        "/Api, * /",
        "/deep/er/and/deeper, * /deep/er",
        "/deep, * /",
        "//api, * /",
    })
    void mostSpecificPathWins(String path, String expected) {
        route("*", "/");
        route("*", "~/.*");
        route("*", "/api/");
        route("*", "/api/users");
        route("*", "=/api/users");
        route("*", "/deep/er");

        assertEquals(expected, match("h", path));
    }

    @Test
    void everythingUnderstandsTheAsteriskOfOptions() {
        route("*", "/");

        assertEquals("* /", match("h", "*"));
    }

    @Test
    void regularExpressionsAreTriedInTheirOrderOnTheWholePath() {
        route("*", "~/v[0-9]+/.*");
        route("*", "~/v1/.*");
        route("*", "~.*\\.png");

        assertEquals("* ~/v[0-9]+/.*", match("h", "/v1/a"));
        assertEquals("* ~.*\\.png", match("h", "/img/a.png"));
        assertNull(match("h", "/x/v1/a"));
        assertNull(match("h", "/a.png/x"));
    }

    @Test
    void lessSpecificHostIsTriedWhenNoPathOfTheMoreSpecificOneMatches() {
        route("app.example.com", "/api");
        route("*.example.com", "/img");
        route("*", "/");

        assertEquals("app.example.com /api", match("app.example.com", "/api"));
        assertEquals("*.example.com /img", match("app.example.com", "/img/a"));
        assertEquals("* /", match("app.example.com", "/else"));
    }

    @Test
    void lessSpecificPathIsTriedWhenMethodOrHeadersOfTheMoreSpecificOneDoNotHold() {
        routes.add(spec("exact post", List.of(), "=/a/b/c", Set.of("POST"), Map.of()));
        routes.add(spec("long put", List.of(), "/a/b", Set.of("PUT"), Map.of()));
        routes.add(spec("short beta", List.of(), "/a", Set.of(), Map.of("X-Beta", "1")));
        routes.add(spec("regex delete", List.of(), "~/a/.*", Set.of("DELETE"), Map.of()));

        assertEquals("exact post", match(TestRequests.request("POST", "h", "/a/b/c")));
        assertEquals("long put", match(TestRequests.request("PUT", "h", "/a/b/c")));
        assertEquals("short beta", match(TestRequests.request("GET", "h", "/a/b/c", "x-beta", "1")));
        assertEquals("regex delete", match(TestRequests.request("DELETE", "h", "/a/b/c")));
        assertNull(match(TestRequests.request("GET", "h", "/a/b/c")));
    }

    @Test
    void conditionOnTheMethodThenMoreHeadersThenTheOrderDecide() {
        conditional("plain", Set.of(), Map.of());
        conditional("plain too", Set.of(), Map.of());
        conditional("one header", Set.of(), Map.of("A", "1"));
        conditional("two headers", Set.of(), Map.of("A", "1", "B", "2"));
        conditional("method", Set.of("GET", "PUT"), Map.of());

        assertEquals("method", match(TestRequests.get("A", "1", "B", "2")));
        assertEquals("two headers", match(TestRequests.request("POST", "h", "/", "b", "2", "a", "1")));
        assertEquals("one header", match(TestRequests.request("POST", "h", "/", "A", "0", "A", "1")));
        assertEquals("plain", match(TestRequests.request("POST", "h", "/", "A", "11")));
    }

    @Test
    void routeIsOnlyForItsListeners() {
        routes.add(new RouteSpec("inside", Set.of("admin", "mesh"), List.of(), path("/a"), Set.of(), Map.of(), "pool"));
        routes.add(new RouteSpec("all", Set.of(), List.of(), path("/"), Set.of(), Map.of(), "pool"));
        RouteTable table = RouteTable.of(routes);
        RequestHead head = TestRequests.request("GET", "h", "/a");

        RouteMatch inside = table.match(head, "mesh");
        RouteMatch outside = table.match(head, "http");

        assertNotNull(inside);
        assertNotNull(outside);
        assertEquals("inside", inside.route().name());
        assertEquals("all", outside.route().name());
        assertEquals(1, outside.index());
    }

    @Test
    void matchSaysWhichOfTheHostsItWas() {
        routes.add(spec("both", List.of("a.example", "*.b.example"), "/", Set.of(), Map.of()));
        RouteMatch match = RouteTable.of(routes).match(TestRequests.request("GET", "x.b.example", "/"), "http");

        assertNotNull(match);
        assertEquals("*.b.example", match.host());
    }

    @Test
    void expressionThatTakesForeverEndsTheSearchWithoutARoute() {
        routes.add(spec("evil", List.of("h"), "~/(x+x+)+y", Set.of(), Map.of()));
        routes.add(spec("open", List.of(), "/", Set.of(), Map.of()));

        assertEquals("evil", match("h", "/xxxy"));
        assertEquals("open", match("h", "/xxx"));
        assertNull(match("h", "/" + "x".repeat(5_000)));
    }

    @Test
    void expressionThatRecursesTooDeepEndsTheSearchWithoutARoute() {
        routes.add(spec("deep", List.of(), "~/(a|b)*", Set.of(), Map.of()));

        assertEquals("deep", match("h", "/abba"));
        assertNull(match("h", "/" + "ab".repeat(40_000)));
    }

    @Test
    void emptyTableMatchesNothing() {
        assertNull(match("h", "/"));
    }

    @Test
    void badExpressionIsRefused() {
        route("*", "~(");

        assertThrows(PatternSyntaxException.class, () -> RouteTable.of(routes));
    }
}
