// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks for streams of events that a clock cuts or a buffer holds back. What is a stream can only be told by its name. */
final class StreamLints {
    private static final Pattern STREAM = Pattern.compile(
            "(^|[^a-z])(sse|mcp|events?|eventstream|eventsource|streams?|streaming|subscribe|notifications)([^a-z]|$)");
    /** Streams send something more often than this, if whoever wrote them thought of it. */
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(60);

    private final GatewaySpec spec;
    private final Positions positions;
    private final Reports reports;

    StreamLints(GatewaySpec spec, Positions positions, Reports reports) {
        this.spec = spec;
        this.positions = positions;
        this.reports = reports;
    }

    void check() {
        Map<String, PoolSpec> pools = new HashMap<>();
        spec.pools().forEach(pool -> pools.put(pool.name(), pool));
        for (RouteSpec route : spec.routes()) {
            for (Destination destination : route.destinations()) {
                PoolSpec pool = pools.get(destination.pool());
                if (pool != null && looksLikeStream(route, pool)) {
                    stream(route, pool);
                }
            }
        }
    }

    private static boolean looksLikeStream(RouteSpec route, PoolSpec pool) {
        String text =
                route.path().text() + " " + String.join(" ", route.hosts()) + " " + route.name() + " " + pool.group();
        return STREAM.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    private void stream(RouteSpec route, PoolSpec pool) {
        TimeoutSpec clocks = route.policy().timeouts().orElse(pool.timeouts());
        Profile profile = profile(route);
        String what = "route " + route.name() + " looks like a stream of events: ";
        Optional<Duration> total = clocks.total().or(clocks::attempt);
        Optional<Duration> idle = clocks.idle().filter(limit -> limit.compareTo(USUAL_PAUSE) <= 0);
        if (total.isPresent()) {
            String message = what + "it is cut after " + seconds(total.get()) + ", however much is sent";
            add(DiagnosticCode.STREAM_CUT, route, message, totalHint(profile));
        } else if (idle.isPresent()) {
            String message = what + "it is cut when nothing is sent for " + seconds(idle.get());
            add(DiagnosticCode.STREAM_CUT, route, message, idleHint(profile));
        }
        BufferingSpec buffering = route.policy().buffering().orElse(pool.buffering());
        if (buffering.responses() != BufferingSpec.Responses.PASS) {
            String message = what + "responses without a length are held back until their end";
            add(DiagnosticCode.STREAM_BUFFERED, route, message, bufferHint(profile));
        }
    }

    private void add(DiagnosticCode code, RouteSpec route, String message, String hint) {
        reports.once(code, positions.of(KeyPath.of("routes", route.name())), message, hint);
    }

    private Profile profile(RouteSpec route) {
        return spec.listeners().stream()
                .filter(listener -> route.listeners().contains(listener.name()))
                .map(ListenerSpec::profile)
                .findFirst()
                .orElse(Profile.PLAIN);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static String totalHint(Profile profile) {
        return profile == Profile.APPLICATION_GATEWAY_FOR_CONTAINERS
                ? "write timeouts {request: 0s} into the rule, or a RoutePolicy with routeTimeout 0s, and send a comment line at"
                        + " least every 4 min"
                : "write timeouts {request: 0s} into the rule";
    }

    private static String idleHint(Profile profile) {
        return switch (profile) {
            case INGRESS_NGINX ->
                "write the annotation proxy-read-timeout: \"3600\", or send a comment line every 30 s";
            case NGINX_GATEWAY_FABRIC ->
                "write a ProxySettingsPolicy with timeout {read: 1h}, or send a comment line every 30 s";
            default -> "send a comment line every 30 s";
        };
    }

    private static String bufferHint(Profile profile) {
        return profile == Profile.INGRESS_NGINX
                ? "write the annotation proxy-buffering: \"off\", or let the application send X-Accel-Buffering: no"
                : "write a ProxySettingsPolicy with buffering {disable: true}, or let the application send X-Accel-Buffering: no";
    }
}
