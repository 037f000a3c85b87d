// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Op;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteAction.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Reads the filters of a rule or of a backend. */
final class GatewayFilters {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> TYPES = Set.of(
            "RequestHeaderModifier",
            "ResponseHeaderModifier",
            "RequestMirror",
            "RequestRedirect",
            "URLRewrite",
            "CORS",
            "ExtensionRef",
            "ExternalAuth");

    private final KubeObject object;
    private final Reports reports;
    private final Function<Value, Optional<String>> mirrors;

    /**
     * Of one route.
     *
     * @param object the route
     * @param reports where problems go
     * @param mirrors finds the pool of a backend that gets copies
     */
    GatewayFilters(KubeObject object, Reports reports, Function<Value, Optional<String>> mirrors) {
        this.object = object;
        this.reports = reports;
        this.mirrors = mirrors;
    }

    /** All filters but redirects, for requests that match this prefix. */
    List<FilterSpec> filters(List<Value> filters, String prefix) {
        List<FilterSpec> specs = new ArrayList<>();
        for (Value filter : filters) {
            String type = filter.get("type").text("");
            switch (type) {
                case "RequestHeaderModifier" ->
                    specs.add(new Rewrite(
                            type,
                            List.of(),
                            changes(filter.get("requestHeaderModifier")),
                            List.of(),
                            Optional.empty()));
                case "ResponseHeaderModifier" ->
                    specs.add(new Rewrite(
                            type,
                            List.of(),
                            List.of(),
                            changes(filter.get("responseHeaderModifier")),
                            Optional.empty()));
                case "URLRewrite" -> specs.add(rewrite(type, filter.get("urlRewrite"), prefix));
                case "RequestMirror" -> mirror(filter.get("requestMirror")).ifPresent(specs::add);
                case "CORS" -> specs.add(cors(filter.get("cors")));
                default -> unknown(filter, type);
            }
        }
        return specs;
    }

    private void unknown(Value filter, String type) {
        if (!TYPES.contains(type)) {
            String message = Wording.message(
                    KeyPath.of("filters", "type"),
                    "no such filter",
                    Wording.quoted(type),
                    Wording.oneOf(TYPES.stream().sorted().toList()));
            String hint = Wording.didYouMean(type, TYPES);
            reports.once(DiagnosticCode.BAD_VALUE, filter.position(), object.title() + ": " + message, hint);
        }
    }

    static List<HeaderChange> changes(Value modifier) {
        List<HeaderChange> changes = new ArrayList<>();
        for (Value field : modifier.get("set").items()) {
            add(changes, Op.SET, field);
        }
        for (Value field : modifier.get("add").items()) {
            add(changes, Op.ADD, field);
        }
        for (String name : modifier.get("remove").texts()) {
            changes.add(HeaderChange.of(Op.REMOVE, name, ""));
        }
        return changes;
    }

    private static void add(List<HeaderChange> changes, Op op, Value field) {
        field.get("name")
                .text()
                .ifPresent(name ->
                        changes.add(HeaderChange.of(op, name, field.get("value").text(""))));
    }

    static Rewrite rewrite(String name, Value rewrite, String prefix) {
        UrlChange change = new UrlChange(
                path(rewrite.get("path"), prefix),
                Optional.empty(),
                rewrite.get("hostname").text(),
                false,
                false);
        return new Rewrite(name, List.of(), List.of(), List.of(), Optional.of(change));
    }

    private static PathChange path(Value path, String prefix) {
        Optional<String> full = path.get("replaceFullPath").text();
        Optional<String> replacement = path.get("replacePrefixMatch").text();
        if (full.isPresent()) {
            return new PathChange.Full(full.get());
        }
        return replacement.isPresent() ? new PathChange.Prefix(prefix, replacement.get()) : PathChange.KEEP;
    }

    private Optional<FilterSpec> mirror(Value mirror) {
        int numerator =
                mirror.get("fraction", "numerator").number(mirror.get("percent").number(100));
        int denominator = Math.max(1, mirror.get("fraction", "denominator").number(100));
        return mirrors.apply(mirror.get("backendRef")).map(pool -> {
            int share =
                    mirror.get("percent").isPresent() || mirror.get("fraction").isPresent()
                            ? Math.min(numerator, denominator)
                            : denominator;
            return new FilterSpec.Mirror(pool, share, denominator);
        });
    }

    private static FilterSpec cors(Value cors) {
        return new FilterSpec.Cors(
                cors.get("allowOrigins").texts(),
                cors.get("allowCredentials").flag(false),
                cors.get("allowMethods").texts(),
                cors.get("allowHeaders").texts(),
                cors.get("exposeHeaders").texts(),
                Duration.ofSeconds(cors.get("maxAge").number(5)));
    }

    /** The redirect among the filters, for requests that match this prefix. */
    Optional<Redirect> redirect(List<Value> filters, String prefix, Optional<String> httpsListener) {
        return filters.stream()
                .filter(filter -> filter.get("type").text("").equals("RequestRedirect"))
                .map(filter -> redirect(filter.get("requestRedirect"), prefix, httpsListener))
                .findFirst();
    }

    Redirect redirect(Value redirect, String prefix, Optional<String> httpsListener) {
        Optional<String> scheme = redirect.get("scheme").text();
        Optional<Integer> port = redirect.get("port").number();
        int status = redirect.get("statusCode").number(302);
        if (!REDIRECTS.contains(status)) {
            String message = object.title() + ": statusCode: no redirect (found " + status
                    + ", expected 301, 302, 303, 307 or 308)";
            reports.once(DiagnosticCode.BAD_VALUE, redirect.get("statusCode").position(), message, "");
            status = 302;
        }
        // The gateway's own listener knows the port under which it is reached here.
        Optional<String> listener =
                scheme.filter("https"::equals).isPresent() && port.isEmpty() ? httpsListener : Optional.empty();
        OptionalInt wellKnown = scheme.isPresent() && listener.isEmpty()
                ? OptionalInt.of(scheme.get().equals("https") ? 443 : 80)
                : OptionalInt.empty();
        return new Redirect(
                status,
                Optional.empty(),
                listener,
                listener.isPresent() ? Optional.empty() : scheme,
                redirect.get("hostname").text(),
                port.isPresent() ? OptionalInt.of(port.get()) : wellKnown,
                path(redirect.get("path"), prefix),
                true);
    }
}
