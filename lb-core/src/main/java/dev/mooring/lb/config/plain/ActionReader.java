// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteAction.Redirect;
import dev.mooring.lb.model.RouteAction.Respond;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads what becomes of a request: the keys of a route of which one must be there. */
final class ActionReader {
    static final Key<String> POOL =
            Key.optional("pool", Forms.TEXT, "none", "The name of the pool; or else `pools`, `redirect` or `respond`.");
    static final Key<List<Destination>> POOLS = Key.optional(
            "pools",
            Form.list(new Form<>("text or map", ActionReader::destination)),
            "none",
            "Several pools, chosen by chance; a client that is bound to a backend of one of them stays there.");
    static final Key<Redirect> REDIRECT = Key.optional(
            "redirect",
            new Form<>("map", ActionReader::redirect),
            "none",
            "The client is sent elsewhere. What is left out stays as it was in the request.");
    static final Key<Respond> RESPOND = Key.optional(
            "respond",
            new Form<>("map", ActionReader::respond),
            "none",
            "The balancer answers by itself, with its page for a status.");

    private static final Key<String> NAME = Key.required("name", Forms.TEXT, "The name of the pool.");
    private static final Key<Integer> WEIGHT =
            Key.of("weight", Forms.NUMBER, "1", "Its share, 0 to 1000000; 0 for none but bound clients.");
    private static final Key<List<FilterSpec>> FILTERS = Key.optional(
            "filters",
            Form.list(new Form<>("map", FilterReader::read)),
            "none",
            "What is done to requests that go there, after the route's own filters.");

    private static final Key<Integer> STATUS = Key.of("status", Forms.NUMBER, "302", "301, 302, 303, 307 or 308.");
    private static final Key<String> URL = Key.optional(
            "url",
            Forms.TEXT,
            "none",
            "The beginning of the new location up to its path, instead of scheme, host and port.");
    private static final Key<String> LISTENER =
            Key.optional("listener", Forms.TEXT, "none", "The listener whose scheme and port the new location has.");
    private static final Key<String> SCHEME = Key.optional("scheme", Forms.TEXT, "the request's", "The new scheme.");
    private static final Key<String> HOST = Key.optional("host", Forms.TEXT, "the request's", "The new host.");
    private static final Key<Integer> PORT = Key.optional("port", Forms.NUMBER, "the scheme's", "The new port.");
    private static final Key<PathChange> PATH = Key.optional(
            "path", PathChangeReader.FORM, "the request's", "What becomes of the path. Text alone is the new path.");
    private static final Key<Boolean> KEEP_QUERY =
            Key.of("keep-query", Forms.FLAG, "true", "Whether the query is kept.");

    private static final Key<Integer> RESPOND_STATUS = Key.required("status", Forms.NUMBER, "The status, 200 to 599.");
    private static final Key<String> REASON = Key.optional("reason", Forms.TEXT, "empty", "Why, for logs and traces.");

    static final Section DESTINATION_SECTION = Section.of("routes[].pools[]", NAME, WEIGHT, FILTERS);
    static final Section REDIRECT_SECTION =
            Section.of("routes[].redirect", STATUS, URL, LISTENER, SCHEME, HOST, PORT, PATH, KEEP_QUERY);
    static final Section RESPOND_SECTION = Section.of("routes[].respond", RESPOND_STATUS, REASON);

    private ActionReader() {}

    static Optional<RouteAction> read(MapReader map) {
        Optional<List<Destination>> pools = map.find(POOLS);
        Optional<Redirect> redirect = map.find(REDIRECT);
        Optional<Respond> respond = map.find(RESPOND);
        boolean other = Stream.of(POOLS, REDIRECT, RESPOND)
                .anyMatch(key -> map.node(key).isPresent());
        Optional<String> pool = other ? map.find(POOL) : map.need(POOL);
        if (!other) {
            return pool.map(RouteAction::toPool);
        }
        if (!OneOf.check(map, "a route does one thing", POOL, POOLS, REDIRECT, RESPOND)) {
            return Optional.empty();
        }
        return pool.map(RouteAction::toPool)
                .or(() -> pools.map(RouteAction.Forward::new))
                .or(() -> redirect)
                .or(() -> respond);
    }

    private static Optional<Destination> destination(Spot spot) {
        if (!(spot.node() instanceof MapNode)) {
            return Forms.TEXT.read(spot).map(pool -> new Destination(pool, 1, List.of()));
        }
        return MapReader.read(spot, DESTINATION_SECTION, map -> {
            Optional<String> name = map.need(NAME);
            int weight = map.get(WEIGHT);
            List<FilterSpec> filters = map.list(FILTERS);
            return name.map(pool -> new Destination(pool, weight, filters));
        });
    }

    private static Optional<Redirect> redirect(Spot spot) {
        return MapReader.read(
                spot,
                REDIRECT_SECTION,
                map -> Optional.of(new Redirect(
                        map.get(STATUS),
                        map.find(URL),
                        map.find(LISTENER),
                        map.find(SCHEME),
                        map.find(HOST),
                        map.find(PORT).map(OptionalInt::of).orElse(OptionalInt.empty()),
                        map.find(PATH).orElse(PathChange.KEEP),
                        map.get(KEEP_QUERY))));
    }

    private static Optional<Respond> respond(Spot spot) {
        return MapReader.read(spot, RESPOND_SECTION, map -> {
            Optional<Integer> status = map.need(RESPOND_STATUS);
            String reason = map.find(REASON).orElse("");
            return status.map(code -> new Respond(code, reason));
        });
    }
}
