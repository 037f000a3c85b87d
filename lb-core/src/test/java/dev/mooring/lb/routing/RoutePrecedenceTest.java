// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.RouteSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table against the rule of {@link RouteSpec}, written down plainly: all routes, filtered and sorted. */
class RoutePrecedenceTest {
    private static final String[] HOSTS = {"*", "*.c", "*.b.c", "b.c", "a.b.c", "c"};
    private static final String[] PATHS = {
        "/", "/a", "/a/b", "/a/", "=/a", "=/a/b", "=/", "~/a.*", "~.*b", "~/[ab]/[ab]"
    };
    private static final String[] REQUEST_HOSTS = {"a.b.c", "b.c", "c", "x.b.c", "x.c", "x", "x.a.b.c"};
    private static final String[] REQUEST_PATHS = {"/", "/a", "/a/", "/a/b", "/ab", "/a/b/c", "/b", "/b/a"};

    private static boolean hostHolds(String pattern, String host) {
        return pattern.equals("*")
                || pattern.equals(host)
                || (pattern.startsWith("*.")
                        && host.endsWith(pattern.substring(1))
                        && host.length() >= pattern.length());
    }

    private static boolean pathHolds(RouteSpec route, String path) {
        String text = route.path().text();
        String prefix = text.endsWith("/") ? text : text + "/";
        return switch (route.path().kind()) {
            case EXACT -> path.equals(text);
            case PREFIX -> (path + "/").startsWith(prefix);
            case REGEX -> path.matches(text);
            case STARTS_WITH, REGEX_START -> throw new AssertionError(route);
        };
    }

    private static String host(RouteSpec route) {
        return route.hosts().isEmpty() ? "*" : route.hosts().get(0);
    }

    private static @Nullable RouteSpec expected(List<RouteSpec> routes, RequestHead head) {
        Comparator<RouteSpec> wildcardLast =
                Comparator.comparing(route -> host(route).startsWith("*"));
        Comparator<RouteSpec> firstWithThatRegex =
                Comparator.comparing(route -> switch (route.path().kind()) {
                    case EXACT -> 0;
                    case PREFIX -> -route.path().text().replaceAll("/$", "").length();
                    case REGEX ->
                        routes.indexOf(routes.stream()
                                .filter(other -> other.path().equals(route.path())
                                        && host(other).equals(host(route)))
                                .findFirst()
                                .orElseThrow());
                    case STARTS_WITH, REGEX_START -> throw new AssertionError(route);
                });
        return routes.stream()
                .filter(route -> hostHolds(host(route), head.host()) && pathHolds(route, head.path()))
                .filter(route -> route.methods().isEmpty() || route.methods().contains(head.method()))
                .filter(route -> route.headers().isEmpty() || head.headers().size() > 0)
                .min(wildcardLast
                        .thenComparing(route -> -host(route).length())
                        .thenComparing(route -> route.path().kind())
                        .thenComparing(firstWithThatRegex)
                        .thenComparing(route -> route.methods().isEmpty())
                        .thenComparing(route -> route.headers().isEmpty())
                        .thenComparing(routes::indexOf))
                .orElse(null);
    }

    private static <T> T any(T[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    @Test
    void tableAgreesWithTheRuleForRandomRoutes() {
        Random random = new Random(11);
        int matches = 0;
        for (int round = 0; round < 1_500; round++) {
            List<RouteSpec> routes = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                String host = any(HOSTS, random);
                routes.add(RouteTableTest.spec(
                        "r" + routes.size(),
                        host.equals("*") && random.nextBoolean() ? List.of() : List.of(host),
                        any(PATHS, random),
                        random.nextInt(3) == 0 ? Set.of("GET") : Set.of(),
                        random.nextInt(3) == 0 ? Map.of("A", "1") : Map.of()));
            }
            RouteTable table = RouteTable.of(routes);
            for (int i = 0; i < 30; i++) {
                String[] headers = random.nextBoolean() ? new String[] {"A", "1"} : new String[0];
                RequestHead head = TestRequests.request(
                        random.nextBoolean() ? "GET" : "PUT",
                        any(REQUEST_HOSTS, random),
                        any(REQUEST_PATHS, random),
                        headers);
                RouteMatch match = table.match(head, "http");
                assertEquals(expected(routes, head), match == null ? null : match.route(), () -> head + "\n" + routes);
                matches += match == null ? 0 : 1;
            }
        }
        assertTrue(matches > 10_000, "matches " + matches);
    }

    @Test
    void tenThousandRoutesAreFound() {
        List<RouteSpec> routes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            routes.add(RouteTableTest.spec(
                    "r" + i, i % 2 == 0 ? List.of() : List.of("h" + i + ".example"), "/app/" + i, Set.of(), Map.of()));
        }
        RouteTable table = RouteTable.of(routes);

        for (int i = 0; i < 10_000; i++) {
            RouteMatch match =
                    table.match(TestRequests.request("GET", "h" + i + ".example", "/app/" + i + "/page"), "http");
            assertNotNull(match);
            assertEquals(i, match.index());
        }
    }
}
