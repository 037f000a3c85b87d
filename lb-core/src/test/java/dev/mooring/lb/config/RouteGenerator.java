// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.Cors;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Mirror;
import dev.mooring.lb.model.FilterSpec.Op;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes valid routes and listeners, each part of them by chance. */
final class RouteGenerator {
    private static final List<String> HEADER_TEXTS = List.of("", " ", "a: b", "null", "1", "{var_host}", "grüße", "#");

    private final Random random;
    private final Supplier<String> hardText;

    RouteGenerator(Random random, Supplier<String> hardText) {
        this.random = random;
        this.hardText = hardText;
    }

    ListenerSpec listener(String name, String host, int port) {
        return new ListenerSpec(
                name,
                host,
                port,
                pick(Profile.values()),
                pick(RouteOrder.values()),
                Optional.empty(),
                false,
                random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(65_535)) : OptionalInt.empty(),
                random.nextBoolean(),
                random.nextBoolean()
                        ? List.of()
                        : List.of(
                                new ErrorPageSpec(502, pick("text/html", "a/b; c=\"d\""), hardText.get()),
                                new ErrorPageSpec(404, "null", "")));
    }

    RouteSpec route(String name, List<String> listeners, List<String> pools) {
        return new RouteSpec(
                name,
                Set.copyOf(some(() -> pick(listeners))),
                some(() -> pick("a.b", "*.example.com", "127.0.0.1", "::1", "1")),
                path(),
                Set.copyOf(some(() -> pick("GET", "PUT", "NULL", "NO", "1"))),
                fields(),
                fields(),
                fields(),
                action(listeners, pools),
                filters(pools),
                policy());
    }

    private PathSpec path() {
        boolean ignoreCase = random.nextBoolean();
        return pick(
                new PathSpec(PathSpec.Kind.EXACT, "/a:" + random.nextInt(9), ignoreCase),
                new PathSpec(PathSpec.Kind.PREFIX, "/", ignoreCase),
                new PathSpec(PathSpec.Kind.STARTS_WITH, "/null", ignoreCase),
                new PathSpec(
                        PathSpec.Kind.REGEX, "/[0-9]{1,2}.*" + hardText.get().replaceAll("\\W", ""), ignoreCase),
                new PathSpec(PathSpec.Kind.REGEX_START, "~", ignoreCase));
    }

    private List<FieldMatch> fields() {
        return some(() -> pick("x-a", "null", "1")).stream()
                .map(name -> pick(
                        FieldMatch.exact(name, pick(HEADER_TEXTS)),
                        new FieldMatch(name, FieldMatch.Kind.REGEX, pick("true", "[a-z]*: ?", "#")),
                        new FieldMatch(name, FieldMatch.Kind.PRESENT, "")))
                .toList();
    }

    private RouteAction action(List<String> listeners, List<String> pools) {
        return pick(
                RouteAction.toPool(pick(pools)),
                new RouteAction.Forward(List.of(
                        new Destination(pick(pools), random.nextInt(3), filters(pools)),
                        new Destination(pick(pools), 1, List.of()))),
                new RouteAction.Redirect(
                        pick(301, 302, 308),
                        Optional.empty(),
                        maybe(() -> pick(listeners)),
                        maybe(() -> pick("http", "https")),
                        maybe(() -> pick("a.b", "null", "1")),
                        random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(65_535)) : OptionalInt.empty(),
                        pathChange(),
                        random.nextBoolean()),
                new RouteAction.Redirect(
                        307,
                        Optional.of("https://a.b/c?d=e"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        PathChange.KEEP,
                        true),
                new RouteAction.Respond(200 + random.nextInt(400), hardText.get()));
    }

    private PathChange pathChange() {
        return pick(
                PathChange.KEEP,
                new PathChange.Full("/x"),
                new PathChange.Full(""),
                new PathChange.Prefix("/a", pick("", "/", "/b/")),
                new PathChange.Regex("^/(.*)", "/x/$1"));
    }

    private List<FilterSpec> filters(List<String> pools) {
        return some(() -> pick(
                new Mirror(pick(pools), random.nextInt(3), 2 + random.nextInt(9)),
                new Cors(
                        List.of(pick("*", "https://*.a.b", "null")),
                        random.nextBoolean(),
                        some(() -> pick("GET", "*")),
                        some(() -> pick("x", "*")),
                        some(() -> pick("null", "*")),
                        Duration.ofSeconds(random.nextInt(100))),
                new Rewrite(
                        hardText.get(),
                        some(this::condition),
                        some(this::change),
                        some(this::change),
                        maybe(() -> new UrlChange(
                                pathChange(),
                                maybe(() -> pick("", "a=b&c", "null")),
                                maybe(() -> pick("a.b", "a:80")),
                                random.nextBoolean(),
                                random.nextBoolean())))));
    }

    private Condition condition() {
        return new Condition(
                pick("var_host", "http_req_X", "null"),
                pick("", "a#b", "true"),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private HeaderChange change() {
        return new HeaderChange(
                pick(Op.values()),
                pick("x-a", "Set-Cookie", "null"),
                pick(HEADER_TEXTS),
                random.nextBoolean(),
                maybe(() -> new Condition("", pick("x", "a: b"), random.nextBoolean(), random.nextBoolean())));
    }

    private RoutePolicy policy() {
        return new RoutePolicy(
                maybe(() -> new TimeoutSpec(
                        duration(),
                        maybe(this::duration),
                        maybe(this::duration),
                        maybe(this::duration),
                        maybe(this::duration))),
                maybe(() -> pick(
                        RetrySpec.times(random.nextInt(9)),
                        new RetrySpec(1, true, Set.of(502, 503), true, maybe(this::duration), duration()))),
                maybe(() -> new BufferingSpec(random.nextBoolean(), pick(BufferingSpec.Responses.values()))),
                maybe(() -> pick(0L, 1024L, 1L << 40, Long.MAX_VALUE)),
                random.nextBoolean(),
                maybe(() -> pick("/", "/a b", "/#c")));
    }

    private Duration duration() {
        return Duration.ofMillis(1 + random.nextInt(100_000));
    }

    private <T> List<T> some(Supplier<T> item) {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> item.get())
                .distinct()
                .toList();
    }

    private <T> Optional<T> maybe(Supplier<T> item) {
        return random.nextBoolean() ? Optional.of(item.get()) : Optional.empty();
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    @SafeVarargs
    private <T> T pick(T... items) {
        return items[random.nextInt(items.length)];
    }
}
