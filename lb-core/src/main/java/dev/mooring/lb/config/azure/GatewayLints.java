// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.azure.Draft.Forwarded;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What only shows up after deployment. Each thing is said once for a gateway, a pool or its settings. */
final class GatewayLints {
    /** Streams send something at least this often, if whoever wrote them thought of it. */
    private static final int USUAL_PAUSE = 60;

    /** What the load balancer in front of a public address allows unless told otherwise, in seconds. */
    private static final long PUBLIC_PAUSE = 240;

    private static final Pattern STREAM = Pattern.compile(
            "(?i)(^|[^a-z])(events?|sse|streams?|streaming|event-?streams?|notifications?|subscribe|live|feed)([^a-z]|$)");

    private final Parts parts;
    private final List<Door> doors;
    private final List<Draft> drafts;
    private final Pools pools;

    GatewayLints(Parts parts, List<Door> doors, List<Draft> drafts, Pools pools) {
        this.parts = parts;
        this.doors = doors;
        this.drafts = drafts;
        this.pools = pools;
    }

    void check() {
        checkHeld();
        checkCut();
        checkAffinity();
        checkCookies();
        checkHosts();
    }

    private void checkHeld() {
        Fields gateway = parts.gateway();
        Optional<Fields> global = gateway.object("globalConfiguration", GatewayShapes.GLOBAL);
        boolean on = global.map(fields -> fields.flag("enableResponseBuffering", true))
                .orElse(true);
        if (on && !pools.pairs().isEmpty()) {
            SourcePosition at = global.map(fields -> fields.position("enableResponseBuffering"))
                    .orElseGet(gateway::position);
            parts.reading()
                    .say(
                            DiagnosticCode.STREAM_BUFFERED,
                            at,
                            gateway.path("globalConfiguration").child("enableResponseBuffering"),
                            "response buffering is on" + (global.isEmpty() ? " as nothing turns it off" : "")
                                    + ": the events of a stream come late, or all at its end",
                            "set it to false if anything behind this gateway streams");
        }
    }

    /** One that looks like a stream is always named; of the others, the first with each timeout. */
    private void checkCut() {
        Set<Object> said = new HashSet<>();
        Map<String, HttpSettings> used = new LinkedHashMap<>();
        pools.pairs().forEach(pair -> used.put(pair.settings().item().name(), pair.settings()));
        Map<String, String> streaming = streamingRoutes();
        for (HttpSettings settings : used.values()) {
            long seconds = settings.requestTimeout().toSeconds();
            Optional<String> stream =
                    Optional.ofNullable(streaming.get(settings.item().name()));
            boolean mayBeCut = !settings.item().isImplied() && (stream.isPresent() || seconds <= USUAL_PAUSE);
            if (mayBeCut
                    && said.add(
                            stream.<Object>map(route -> settings.item().name()).orElse(seconds))) {
                reportCut(settings.item().fields(), seconds, stream);
            }
        }
    }

    private void reportCut(Fields settings, long seconds, Optional<String> stream) {
        String where = stream.map(route -> " (route " + Wording.quoted(route) + " looks like one)")
                .orElse("");
        String atPublic = seconds > PUBLIC_PAUSE ? ", and behind a public address after " + PUBLIC_PAUSE + " s" : "";
        settings.say(
                DiagnosticCode.STREAM_CUT,
                "requestTimeout",
                "a stream" + where + " that is silent for " + seconds + " s is cut in that second" + atPublic,
                "let it send a comment line more often, such as every "
                        + Math.max(1, Math.min(seconds, PUBLIC_PAUSE) / 2) + " s, or raise requestTimeout");
    }

    /** The first route that looks like a stream, by the names of the settings. */
    private Map<String, String> streamingRoutes() {
        Map<String, String> streaming = new HashMap<>();
        for (Draft draft : drafts) {
            if (draft.outcome() instanceof Forwarded to
                    && STREAM.matcher(draft.path().text()).find()) {
                streaming.putIfAbsent(to.pair().settings().item().name(), draft.name());
            }
        }
        return streaming;
    }

    /** One pool, with and without affinity: which of them holds depends on the path. */
    private void checkAffinity() {
        Map<String, List<HttpSettings>> byPool = new LinkedHashMap<>();
        pools.pairs()
                .forEach(pair -> byPool.computeIfAbsent(pair.pool().name(), name -> new ArrayList<>())
                        .add(pair.settings()));
        byPool.forEach((pool, all) -> {
            Optional<HttpSettings> with =
                    all.stream().filter(one -> one.cookie().isPresent()).findFirst();
            Optional<HttpSettings> without =
                    all.stream().filter(one -> one.cookie().isEmpty()).findFirst();
            if (with.isPresent() && without.isPresent()) {
                Fields fields = without.get().item().fields();
                String sentence = "pool " + Wording.quoted(pool) + " has affinity with settings "
                        + Wording.quoted(with.get().item().name()) + ", but none with these: such requests of a bound"
                        + " client go anywhere";
                fields.say(
                        DiagnosticCode.AFFINITY_DIFFERS,
                        "cookieBasedAffinity",
                        sentence,
                        "set it to Enabled, with the same affinityCookieName");
            }
        });
    }

    /** A cookie has one path, /, so two pools of one host with one cookie name overwrite each other's. */
    private void checkCookies() {
        Map<List<Object>, Pools.Pair> owners = new HashMap<>();
        Set<List<Object>> said = new HashSet<>();
        for (Draft draft : drafts) {
            if (!(draft.outcome() instanceof Forwarded to)
                    || to.pair().settings().cookie().isEmpty()) {
                continue;
            }
            Pools.Pair pair = to.pair();
            List<Object> key = List.of(draft.hosts(), pair.settings().cookie().orElseThrow());
            Pools.Pair owner = owners.putIfAbsent(key, pair);
            boolean same = owner == null
                    || (owner.pool().name().equals(pair.pool().name())
                            && owner.settings().port() == pair.settings().port());
            if (!same && said.add(key)) {
                Fields fields = pair.settings().item().fields();
                String at =
                        fields.node("affinityCookieName").isPresent() ? "affinityCookieName" : "cookieBasedAffinity";
                fields.say(
                        DiagnosticCode.COOKIE_SHARED,
                        at,
                        "pools " + Wording.quoted(pools.name(owner)) + " and "
                                + Wording.quoted(pools.name(pair)) + " give the same clients a cookie "
                                + Wording.quoted(pair.settings().cookie().orElseThrow())
                                + " for all paths: each overwrites the other's",
                        "give settings of their own an affinityCookieName of their own");
            }
        }
    }

    /** A listener for all hosts that is asked first leaves nothing to the others. */
    private void checkHosts() {
        for (Door door : doors) {
            Optional<Rule> basic =
                    door.rules().stream().filter(rule -> rule.site().isBasic()).findFirst();
            int first = basic.map(rule -> door.rules().indexOf(rule))
                    .orElse(door.rules().size());
            for (Rule rule : door.rules()
                    .subList(
                            Math.min(first + 1, door.rules().size()),
                            door.rules().size())) {
                parts.reading()
                        .say(
                                DiagnosticCode.SHADOWED_ROUTE,
                                rule.item().fields().position("priority"),
                                rule.item().path(),
                                "the rule can never match: rule "
                                        + Wording.quoted(
                                                door.rules().get(first).item().name())
                                        + ", which is asked before it, takes all hosts",
                                "give this rule a lower priority number than that one");
            }
        }
    }
}
