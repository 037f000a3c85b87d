// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import dev.mooring.lb.config.plain.Quantities;
import dev.mooring.lb.exchange.Explanation;
import dev.mooring.lb.exchange.Explanation.Sent;
import dev.mooring.lb.exchange.LocalResponse;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.BufferingSpec.Responses;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Control;
import dev.mooring.lb.runtime.Leg;
import dev.mooring.lb.runtime.RuntimeListener;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.selection.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would become of a request, in words: the decisions of the very classes that serve traffic, made without any traffic.
 * Immutable.
 *
 * @param facts the lines of each topic, in the order in which they come about
 */
public record ExplainedRequest(Map<String, List<String>> facts) {
    public ExplainedRequest {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /**
     * Explains a request to this gateway.
     *
     * @throws IllegalArgumentException if the gateway has no listener for it
     */
    public static ExplainedRequest of(GatewaySpec spec, QuestionedRequest request) {
        ListenerSpec listener = request.listener(spec)
                .orElseThrow(() -> new IllegalArgumentException("no listener for "
                        + request.url().getScheme() + " (expected: one of "
                        + spec.listeners().stream().map(ListenerSpec::name).toList() + ")"));
        RequestHead head = request.head(listener);
        try (Control control = new Control(spec, RuntimeListener.NONE)) {
            Snapshot snapshot = control.live().current();
            Explanation explanation = Explanation.of(snapshot, head, listener.name());
            Facts facts = new Facts();
            facts.add(
                    "request",
                    request.method() + " " + head.target() + " for " + head.authority() + " from "
                            + request.client().getHostAddress());
            listener(facts, listener);
            decisions(facts, head, explanation);
            return new ExplainedRequest(facts.all);
        }
    }

    private static void listener(Facts facts, ListenerSpec listener) {
        facts.add("listener", listener.name());
        facts.add("address", new HostPort(listener.host(), listener.port()).toString());
        listener.publicPort().ifPresent(port -> facts.add("public-port", Integer.toString(port)));
        facts.add("profile", listener.profile().label());
    }

    private static void decisions(Facts facts, RequestHead head, Explanation explanation) {
        facts.add("route", explanation.route().isEmpty() ? "none" : explanation.route());
        explanation.failure().ifPresent(failure -> {
            facts.add("failure", failure.label());
            facts.add("failure", failure.sentence());
        });
        explanation.leg().ifPresent(leg -> pool(facts, leg));
        explanation.selection().ifPresent(selection -> selection(facts, selection));
        explanation.answer().ifPresent(answer -> answer(facts, answer));
        explanation.sent().ifPresent(sent -> sent(facts, sent));
        if (explanation.leg().isPresent() && explanation.selection().isPresent()) {
            Leg leg = explanation.leg().get();
            cookie(facts, head, leg, explanation.selection().get());
            clocks(facts, leg.timeouts());
            stream(facts, leg);
        }
    }

    private static void pool(Facts facts, Leg leg) {
        facts.add("pool", leg.pool().name());
        facts.add("affinity", leg.pool().spec().affinity().label());
        facts.add("balancer", leg.pool().spec().balancer().label());
        for (BackendState backend : leg.pool().backends()) {
            String identity = backend.identity().toString().equals(backend.authority())
                    ? ""
                    : " (in the cloud " + backend.identity() + ")";
            facts.add(
                    "candidates",
                    backend.id() + " at " + backend.authority() + identity + ", weight " + backend.weight() + ", "
                            + Labels.of(backend.admission()));
        }
    }

    private static void selection(Facts facts, Selection selection) {
        facts.add("backend", selection.backend().isEmpty() ? "none" : selection.backend());
        facts.add("reason", Labels.of(selection.reason()));
        if (selection.why() != Selection.Why.NONE) {
            facts.add("why", Labels.of(selection.why()));
        }
    }

    private static void answer(Facts facts, LocalResponse answer) {
        facts.add("answer", answer.status() + " " + answer.reason());
        for (int i = 0; i < answer.fields().size(); i++) {
            facts.add("answer", answer.fields().name(i) + ": " + answer.fields().value(i));
        }
    }

    private static void sent(Facts facts, Sent sent) {
        facts.add("sent", sent.method() + " " + sent.target() + " HTTP/1.1");
        sent.fields().forEach(field -> facts.add("sent", field.name() + ": " + field.value()));
    }

    /** Some products give out no cookie before they have seen the response; this is what they give out if they do. */
    private static void cookie(Facts facts, RequestHead head, Leg leg, Selection selection) {
        if (!leg.issuesCookie() || !selection.bindsAnew() || selection.candidate() == null) {
            return;
        }
        HeaderChanges fields = new HeaderChanges(Headers.EMPTY);
        leg.pool().tell(head, selection, leg.cookiePath(), fields);
        for (int i = 0; i < fields.addedCount(); i++) {
            facts.add("told", fields.addedName(i) + ": " + fields.addedValue(i));
        }
    }

    private static void clocks(Facts facts, TimeoutSpec clocks) {
        facts.add("clocks", "connect " + Quantities.write(clocks.connect()));
        clock(facts, "first-byte", clocks.firstByte());
        clock(facts, "idle", clocks.idle());
        clock(facts, "total", clocks.total());
        clock(facts, "attempt", clocks.attempt());
    }

    private static void clock(Facts facts, String name, Optional<Duration> limit) {
        facts.add("clocks", name + " " + limit.map(Quantities::write).orElse("off"));
    }

    /** What an event stream on this way lives through. */
    private static void stream(Facts facts, Leg leg) {
        TimeoutSpec clocks = leg.timeouts();
        if (leg.buffering().responses() == Responses.HOLD) {
            facts.add("stream", "events are held back until 8 KiB have come together: response buffering is on");
        }
        clocks.idle()
                .ifPresent(idle -> facts.add(
                        "stream", "cut after " + Quantities.write(idle) + " without a byte in either direction"));
        clocks.total()
                .ifPresent(total -> facts.add(
                        "stream", "cut " + Quantities.write(total) + " after its request, however active it is"));
        clocks.attempt()
                .ifPresent(attempt -> facts.add(
                        "stream", "cut " + Quantities.write(attempt) + " after its try began, however active it is"));
        if (!facts.all.containsKey("stream")) {
            facts.add("stream", "nothing cuts it, and each event is passed on as it comes");
        }
    }

    /** Facts while they are gathered. */
    private static final class Facts {
        final Map<String, List<String>> all = new LinkedHashMap<>();

        void add(String topic, String line) {
            all.computeIfAbsent(topic, unused -> new ArrayList<>()).add(line);
        }
    }
}
