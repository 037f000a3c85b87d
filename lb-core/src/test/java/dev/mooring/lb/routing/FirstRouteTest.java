// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstRouteTest {
    private static final List<PathSpec.Kind> KINDS = List.of(PathSpec.Kind.values());

    private static final List<ListenerSpec> LISTENERS =
            List.of(listener("ag", Profile.APPLICATION_GATEWAY), listener("plain", Profile.PLAIN));

    private final List<RouteSpec> routes = new ArrayList<>();

    private static ListenerSpec listener(String name, Profile profile) {
        return new ListenerSpec(
                name,
                "127.0.0.1",
                0,
                profile,
                RouteOrder.FIRST,
                Optional.empty(),
                false,
                OptionalInt.empty(),
                List.of());
    }

    private static RouteSpec route(String name, List<String> hosts, PathSpec path, FieldMatch... queries) {
        return new RouteSpec(
                name,
                Set.of(),
                hosts,
                path,
                Set.of(),
                List.of(),
                List.of(queries),
                List.of(),
                RouteAction.toPool("pool"),
                List.of(),
                RoutePolicy.NONE);
    }

    private void add(String host, PathSpec.Kind kind, String path) {
        routes.add(route(
                "r" + routes.size(), host.equals("*") ? List.of() : List.of(host), new PathSpec(kind, path, true)));
    }

    @Test
    void nameBelowLocalhostIsTheHostInFrontOfItIfARouteHasThatHost() {
        add("shop.example.com", PathSpec.Kind.STARTS_WITH, "/");
        add("*.example.org", PathSpec.Kind.STARTS_WITH, "/");
        add("lab.localhost", PathSpec.Kind.STARTS_WITH, "/");
        add("*", PathSpec.Kind.STARTS_WITH, "/");

        assertEquals("r0", match("shop.example.com.localhost", "/a"));
        assertEquals("r1", match("a.example.org.localhost", "/a"));
        assertEquals("r2", match("lab.localhost", "/a"));
        assertEquals("r3", match("lab", "/a"));
        assertEquals("r3", match("other.localhost", "/a"));
        assertEquals("r3", match(".localhost", "/a"));
    }

    private String match(String host, String path) {
        RouteMatch match = RouteTable.of(routes, LISTENERS).match(TestRequests.request("GET", host, path), "ag");
        return match == null ? "none" : match.route().name();
    }

    @ParameterizedTest
    @CsvSource({
        "/images/a, r0",
        "/IMAGES/a, r0",
        "/images, r1",
        "/images.jpg, r1",
        "/exact, r3",
        "/Exact, r3",
        "/exact/, r4",
        "/%69mages%2Fx, r0",
        "/images%2Fx, r0",
        "/x%2f..%2fimages/y, r0",
        "/video, r4",
    })
    void firstPathOfTheMapWins(String path, String expected) {
        add("*", PathSpec.Kind.STARTS_WITH, "/images/");
        add("*", PathSpec.Kind.STARTS_WITH, "/images");
        add("*", PathSpec.Kind.EXACT, "/images/more-specific-but-later");
        add("*", PathSpec.Kind.EXACT, "/exact");
        add("*", PathSpec.Kind.PREFIX, "/");

        assertEquals(expected, match("h", path));
    }

    @ParameterizedTest
    @CsvSource({
        "www.contoso.com, r0",
        "a.b.contoso.com, r0",
        "contoso.com, r4",
        "shop1.fabrikam.com, r1",
        "shop12.fabrikam.com, r4",
        "eu-api.fabrikam.com, r2",
        "-api.fabrikam.com, r2",
        "eu_api.fabrikam.com, r4",
        "a1b.x1.com, r3",
        "a1b.x12.com, r4",
    })
    void wildcardsMayStandAnywhereInAHost(String host, String expected) {
        add("*.contoso.com", PathSpec.Kind.PREFIX, "/");
        add("shop?.fabrikam.com", PathSpec.Kind.PREFIX, "/");
        add("*-api.fabrikam.com", PathSpec.Kind.PREFIX, "/");
        add("a*b.x?.com", PathSpec.Kind.PREFIX, "/");
        add("*", PathSpec.Kind.PREFIX, "/");

        assertEquals(expected, match(host, "/"));
    }

    @Test
    void queryParametersAreComparedDecoded() {
        routes.add(route("exact", List.of(), PathSpec.ANY, FieldMatch.exact("a b", "c&d")));
        routes.add(route("any", List.of(), PathSpec.ANY, new FieldMatch("x", FieldMatch.Kind.PRESENT, "")));
        routes.add(route("regex", List.of(), PathSpec.ANY, new FieldMatch("y", FieldMatch.Kind.REGEX, "[0-9]+")));

        assertEquals("exact", match("h", "/?z=1&a+b=c%26d"));
        assertEquals("any", match("h", "/?x"));
        assertEquals("any", match("h", "/?a%20b=c&x=%zz"));
        assertEquals("regex", match("h", "/?y=17"));
        RouteMatch none = RouteTable.of(routes, LISTENERS).match(TestRequests.request("GET", "h", "/?y=17a&&="), "ag");
        assertNull(none);
    }

    @Test
    void expressionThatTakesForeverEndsTheSearchWithoutARoute() {
        routes.add(route("evil", List.of(), new PathSpec(PathSpec.Kind.REGEX_START, "/(x+x+)+y")));
        routes.add(route("open", List.of(), PathSpec.ANY));

        assertEquals("evil", match("h", "/xxxyz"));
        assertEquals("open", match("h", "/xx"));
        assertEquals("none", match("h", "/" + "x".repeat(5_000)));
    }

    @Test
    void tableAgreesWithTheRuleForRandomRoutes() {
        Random random = new Random(5);
        List<String> hosts = List.of("a.x", "*.x", "a*.x", "?.x", "b.a.x", "*");
        List<String> paths = List.of("/", "/a", "/A/", "/a/b", "/ab", "/b%2Fc");
        List<String> requests = List.of("/", "/a", "/A", "/a/", "/a/b", "/a/b/c", "/abc", "/b%2Fc", "/b%2fC/d", "/c");
        int matches = 0;
        for (int round = 0; round < 1_500; round++) {
            routes.clear();
            for (int i = random.nextInt(12); i >= 0; i--) {
                String host = hosts.get(random.nextInt(hosts.size()));
                PathSpec.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
                PathSpec path = new PathSpec(kind, paths.get(random.nextInt(paths.size())), random.nextBoolean());
                FieldMatch[] queries =
                        random.nextInt(3) > 0 ? new FieldMatch[0] : new FieldMatch[] {FieldMatch.exact("q", "1")};
                routes.add(route("r" + i, host.equals("*") ? List.of() : List.of(host), path, queries));
            }
            RouteTable table = RouteTable.of(routes, LISTENERS);
            for (int i = 0; i < 20; i++) {
                String target = requests.get(random.nextInt(requests.size())) + (random.nextBoolean() ? "?q=1" : "");
                String host = List.of("a.x", "ab.x", "b.a.x", "x", "c.d").get(random.nextInt(5));
                RequestHead head = TestRequests.request("GET", host, target);
                RouteMatch match = table.match(head, "plain");
                RouteSpec expected = routes.stream()
                        .filter(route -> naively(route, head))
                        .findFirst()
                        .orElse(null);
                assertEquals(expected, match == null ? null : match.route(), () -> head + "\n" + routes);
                matches += match == null ? 0 : 1;
            }
        }
        assertTrue(matches > 10_000, "matches " + matches);
    }

    private static boolean naively(RouteSpec route, RequestHead head) {
        boolean host = route.hosts().isEmpty()
                || route.hosts().stream()
                        .anyMatch(pattern -> head.host()
                                .matches(pattern.replace(".", "\\.")
                                        .replace("*", pattern.startsWith("*.") ? ".+" : "[a-z0-9.-]*")
                                        .replace("?", "[a-z0-9.-]")));
        boolean queries = route.queries().isEmpty() || head.target().endsWith("?q=1");
        boolean lower = route.path().ignoreCase();
        String path = lower ? head.path().toLowerCase(Locale.ROOT) : head.path();
        String text = lower
                ? route.path().text().toLowerCase(Locale.ROOT)
                : route.path().text();
        return host
                && queries
                && switch (route.path().kind()) {
                    case EXACT -> path.equals(text);
                    case PREFIX -> (path + "/").startsWith(text.endsWith("/") ? text : text + "/");
                    case STARTS_WITH -> path.startsWith(text);
                    case REGEX -> Pattern.matches(text, path);
                    case REGEX_START -> Pattern.compile(text).matcher(path).lookingAt();
                };
    }

    @Test
    void tenThousandRoutesAreFound() {
        for (int i = 0; i < 10_000; i++) {
            PathSpec.Kind kind = KINDS.get(i % 3);
            List<String> hosts = i % 2 == 0 ? List.of() : List.of("h" + i + ".example");
            routes.add(route("r" + i, hosts, new PathSpec(kind, "/app/" + i + "/", true)));
        }
        RouteTable table = RouteTable.of(routes, LISTENERS);
        for (int i = 0; i < 10_000; i++) {
            RequestHead head = TestRequests.request("GET", "h" + i + ".example", "/App/" + i + "/");
            RouteMatch match = table.match(head, "ag");
            assertNotNull(match);
            assertEquals(i, match.index());
        }
        assertNull(table.match(TestRequests.request("GET", "h", "/app/x"), "ag"));
    }
}
