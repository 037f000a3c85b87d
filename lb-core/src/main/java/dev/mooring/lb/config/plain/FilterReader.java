// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Cors;
import dev.mooring.lb.model.FilterSpec.Mirror;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what a route does beside passing a request on: a map with one filter. */
final class FilterReader {
    private static final Key<Rewrite> REWRITE = Key.optional(
            "rewrite", RewriteReader.FORM, "none", "Changes header fields and the target, if its conditions hold.");
    private static final Key<Mirror> MIRROR = Key.optional(
            "mirror",
            new Form<>("map", FilterReader::mirror),
            "none",
            "A copy of the request goes to another pool, whose response nobody waits for.");
    private static final Key<Cors> CORS = Key.optional(
            "cors",
            new Form<>("map", FilterReader::cors),
            "none",
            "Answers what browsers ask before a request of another origin, and tells them what they may do.");

    private static final Key<String> POOL = Key.required("pool", Forms.TEXT, "The name of the pool.");
    private static final Key<Integer> NUMERATOR =
            Key.of("numerator", Forms.NUMBER, "1", "Of the share of requests that are copied.");
    private static final Key<Integer> DENOMINATOR = Key.of("denominator", Forms.NUMBER, "1", "Of that share.");

    private static final Form<List<String>> TEXTS = Form.list(Forms.TEXT);
    private static final Key<List<String>> ORIGINS = Key.required(
            "allow-origins", TEXTS, "Origins such as `https://app.example.com`, with `*` for all or for a part.");
    private static final Key<Boolean> CREDENTIALS =
            Key.of("allow-credentials", Forms.FLAG, "false", "Whether cookies may go along.");
    private static final Key<List<String>> METHODS =
            Key.optional("allow-methods", TEXTS, "none", "Methods, or `*` for all.");
    private static final Key<List<String>> HEADERS =
            Key.optional("allow-headers", TEXTS, "none", "Request header fields, or `*` for all.");
    private static final Key<List<String>> EXPOSE =
            Key.optional("expose-headers", TEXTS, "none", "Response header fields, or `*` for all.");
    private static final Key<Duration> MAX_AGE =
            Key.of("max-age", Forms.DURATION, "5s", "How long browsers remember the answer.");

    static final Section SECTION = Section.of("routes[].filters[]", REWRITE, MIRROR, CORS);
    static final Section MIRROR_SECTION = Section.of("routes[].filters[].mirror", POOL, NUMERATOR, DENOMINATOR);
    static final Section CORS_SECTION =
            Section.of("routes[].filters[].cors", ORIGINS, CREDENTIALS, METHODS, HEADERS, EXPOSE, MAX_AGE);

    private FilterReader() {}

    static Optional<FilterSpec> read(Spot spot) {
        return MapReader.read(spot, SECTION, map -> {
            Optional<Rewrite> rewrite = map.find(REWRITE);
            Optional<Mirror> mirror = map.find(MIRROR);
            Optional<Cors> cors = map.find(CORS);
            if (!OneOf.check(map, "a filter does one thing", REWRITE, MIRROR, CORS)) {
                return Optional.empty();
            }
            return rewrite.<FilterSpec>map(filter -> filter).or(() -> mirror).or(() -> cors);
        });
    }

    private static Optional<Mirror> mirror(Spot spot) {
        return MapReader.read(spot, MIRROR_SECTION, map -> {
            Optional<String> pool = map.need(POOL);
            int numerator = map.get(NUMERATOR);
            int denominator = map.get(DENOMINATOR);
            return pool.map(name -> new Mirror(name, numerator, denominator));
        });
    }

    private static Optional<Cors> cors(Spot spot) {
        return MapReader.read(spot, CORS_SECTION, map -> {
            Optional<List<String>> origins = map.need(ORIGINS);
            boolean credentials = map.get(CREDENTIALS);
            List<String> methods = map.list(METHODS);
            List<String> headers = map.list(HEADERS);
            List<String> expose = map.list(EXPOSE);
            Duration maxAge = map.get(MAX_AGE);
            return origins.map(list -> new Cors(list, credentials, methods, headers, expose, maxAge));
        });
    }
}
