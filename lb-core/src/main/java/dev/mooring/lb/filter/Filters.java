// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Cors;
import dev.mooring.lb.model.FilterSpec.Mirror;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The filters of a route or of one of its destinations, compiled. Immutable; safe from any thread. */
public final class Filters {
    /** No filter. */
    public static final Filters NONE = new Filters(List.of());

    private final List<RewriteRule> rewrites = new ArrayList<>();
    private final List<CorsRule> cors = new ArrayList<>();
    private final List<Mirror> mirrors = new ArrayList<>();
    private final boolean changesResponses;

    private Filters(List<FilterSpec> specs) {
        for (FilterSpec spec : specs) {
            if (spec instanceof Rewrite rewrite) {
                rewrites.add(new RewriteRule(rewrite));
            } else if (spec instanceof Cors rule) {
                cors.add(new CorsRule(rule));
            } else if (spec instanceof Mirror mirror) {
                mirrors.add(mirror);
            }
        }
        changesResponses = !cors.isEmpty() || rewrites.stream().anyMatch(RewriteRule::changesResponses);
    }

    /** Compiles filters; regular expressions must be valid. */
    public static Filters of(List<FilterSpec> specs) {
        return specs.isEmpty() ? NONE : new Filters(specs);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return rewrites.isEmpty() && cors.isEmpty() && mirrors.isEmpty();
    }

    /** Where copies of requests go. */
    public List<Mirror> mirrors() {
        return mirrors;
    }

    /** Whether responses may be changed. */
    public boolean changesResponses() {
        return changesResponses;
    }

    /** The answer to what a browser asks before its request; null if the request is no such question. */
    public @Nullable Headers preflight(RequestHead head) {
        return cors.isEmpty() || !CorsRule.isPreflight(head)
                ? null
                : cors.get(0).preflight(head);
    }

    /** Decides what is changed about a request. Throws {@link dev.mooring.lb.http.SafePattern.TooComplex}. */
    public void request(Outgoing out) {
        out.passed(this);
        rewrites.forEach(rule -> rule.request(out));
    }

    void response(Scene scene, List<HeaderEdit.Ready> changes) {
        rewrites.forEach(rule -> rule.response(scene, changes));
    }

    void cors(RequestHead head, HeaderChanges fields) {
        cors.forEach(rule -> rule.answer(head, fields));
    }
}
