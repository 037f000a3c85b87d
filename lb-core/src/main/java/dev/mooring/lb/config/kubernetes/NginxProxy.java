// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The clocks, retries, buffers and sizes of a location: those of its Ingress, or else the controller's. */
final class NginxProxy {
    private static final int UNLIMITED_TRIES = 100;
    private static final long DEFAULT_BODY = 1 << 20;
    private static final Set<String> CONDITIONS = Set.of(
            "error",
            "timeout",
            "invalid_header",
            "http_500",
            "http_502",
            "http_503",
            "http_504",
            "http_403",
            "http_404",
            "http_429",
            "non_idempotent",
            "off");

    private NginxProxy() {}

    /** What a location asks for, as far as it is not what every pool of the controller does. */
    static RoutePolicy policy(AnnotationReader annotations, boolean issuesCookie, Optional<String> cookiePath) {
        Habits usual = Habits.INGRESS_NGINX;
        return new RoutePolicy(
                Optional.of(timeouts(annotations)).filter(other -> !other.equals(usual.timeouts())),
                Optional.of(retry(annotations)).filter(other -> !other.equals(usual.retry())),
                Optional.of(buffering(annotations)).filter(other -> !other.equals(usual.buffering())),
                bodyBytes(annotations),
                issuesCookie,
                cookiePath);
    }

    static TimeoutSpec timeouts(AnnotationReader annotations) {
        return Habits.gaps(
                seconds(annotations, "proxy-connect-timeout", 5), seconds(annotations, "proxy-read-timeout", 60));
    }

    private static Duration seconds(AnnotationReader annotations, String name, int otherwise) {
        int seconds = annotations.integer(name, otherwise);
        if (seconds < 1) {
            annotations.bad(name, Integer.toString(seconds), "at least 1", Integer.toString(otherwise));
            return Duration.ofSeconds(otherwise);
        }
        return Duration.ofSeconds(Math.min(seconds, Duration.ofDays(365).toSeconds()));
    }

    private static RetrySpec retry(AnnotationReader annotations) {
        String text = annotations.textOrGlobal("proxy-next-upstream").orElse("error timeout");
        List<String> conditions =
                Arrays.stream(text.split("[\\s,]+")).filter(c -> !c.isEmpty()).toList();
        for (String condition : conditions) {
            if (!CONDITIONS.contains(condition)) {
                annotations.bad("proxy-next-upstream", condition, "error, timeout, http_502 and their like", "");
            }
        }
        int tries = annotations.integer("proxy-next-upstream-tries", 3);
        boolean off = conditions.contains("off");
        int times = off ? 0 : tries <= 0 ? UNLIMITED_TRIES : Math.min(tries - 1, UNLIMITED_TRIES);
        Set<Integer> statuses = new TreeSet<>();
        for (String condition : conditions) {
            if (!off && condition.matches("http_[0-9]{3}")) {
                statuses.add(Integer.valueOf(condition.substring("http_".length())));
            }
        }
        int within = annotations.integer("proxy-next-upstream-timeout", 0);
        return new RetrySpec(
                times,
                !off && conditions.contains("timeout"),
                statuses,
                !off && conditions.contains("non_idempotent"),
                within > 0 ? Optional.of(Duration.ofSeconds(Math.min(within, 31_536_000))) : Optional.empty(),
                Duration.ZERO);
    }

    private static BufferingSpec buffering(AnnotationReader annotations) {
        boolean requests = annotations
                .word("proxy-request-buffering", List.of("on", "off"), "on")
                .equals("on");
        boolean responses =
                annotations.word("proxy-buffering", List.of("on", "off"), "off").equals("on");
        return new BufferingSpec(
                requests, responses ? BufferingSpec.Responses.HOLD_UNFRAMED : BufferingSpec.Responses.PASS);
    }

    private static Optional<Long> bodyBytes(AnnotationReader annotations) {
        Optional<String> text = annotations.textOrGlobal("proxy-body-size");
        Optional<Long> size = text.flatMap(NginxProxy::size);
        if (text.isPresent() && size.isEmpty()) {
            annotations.bad("proxy-body-size", text.get(), "a size such as 8m", "1m");
        }
        return Optional.of(size.orElse(DEFAULT_BODY)).filter(bytes -> bytes > 0);
    }

    /** A size as nginx writes it. */
    static Optional<Long> size(String text) {
        if (!text.matches("[0-9]{1,9}[kKmMgG]?")) {
            return Optional.empty();
        }
        String unit = text.replaceAll("[0-9]", "").toLowerCase(Locale.ROOT);
        long number = Long.parseLong(text.replaceAll("[^0-9]", ""));
        return Optional.of(
                switch (unit) {
                    case "k" -> number << 10;
                    case "m" -> number << 20;
                    case "g" -> number << 30;
                    default -> number;
                });
    }
}
