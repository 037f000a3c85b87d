// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.QueryParameters;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.PathChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rewrite, compiled. Immutable. */
final class RewriteRule {
    private static final String RESPONSE = "http_resp_";
    private static final String STATUS = "http_status";

    private final List<Test> when = new ArrayList<>();
    private final List<HeaderEdit> request;
    private final List<HeaderEdit> response;
    private final Optional<Template> host;
    private final @Nullable UrlChange url;
    private final @Nullable Template path;
    private final @Nullable Template query;
    private final @Nullable SafePattern pathPattern;
    private final boolean needsResponse;

    private record Test(Condition spec, SafePattern pattern) {}

    RewriteRule(Rewrite spec) {
        spec.when()
                .forEach(condition ->
                        when.add(new Test(condition, SafePattern.of(condition.pattern(), condition.ignoreCase()))));
        request = HeaderEdit.of(spec.request());
        response = HeaderEdit.of(spec.response());
        url = spec.url().orElse(null);
        host = spec.url()
                .flatMap(change -> change.host().map(text -> new Template(text, change.templated())))
                .or(() -> HeaderEdit.host(spec.request()));
        path = url == null || !(url.path() instanceof PathChange.Full full)
                ? null
                : new Template(full.path(), url.templated());
        query = spec.url()
                .flatMap(change -> change.query().map(text -> new Template(text, change.templated())))
                .orElse(null);
        pathPattern = url == null ? null : Paths.pattern(url.path());
        needsResponse = spec.when().stream()
                .anyMatch(condition -> condition.variable().startsWith(RESPONSE)
                        || condition.variable().endsWith(STATUS));
    }

    /** Changes the request if all conditions hold. Throws {@link SafePattern.TooComplex}. */
    void request(Outgoing out) {
        boolean nothing = request.isEmpty() && url == null && host.isEmpty();
        Captures captures = nothing || needsResponse ? null : captures(out.scene());
        if (captures == null) {
            return;
        }
        for (HeaderEdit edit : request) {
            out.add(edit.ready(out.scene(), captures));
        }
        host.ifPresent(template -> out.host(template.fill(out.scene(), captures)));
        if (url != null) {
            out.target(target(url, out.scene(), captures), url.reroute());
        }
    }

    /** The changes of the response if all conditions hold. Throws {@link SafePattern.TooComplex}. */
    void response(Scene scene, List<HeaderEdit.Ready> to) {
        Captures captures = response.isEmpty() ? null : captures(scene);
        if (captures != null) {
            response.forEach(edit -> to.add(edit.ready(scene, captures)));
        }
    }

    boolean changesResponses() {
        return !response.isEmpty();
    }

    /** What the conditions found; null if one does not hold. */
    private @Nullable Captures captures(Scene scene) {
        Captures captures = new Captures();
        for (Test test : when) {
            String value = Variables.value(test.spec.variable(), scene);
            SafePattern.Found found = test.pattern.find(value == null ? "" : value);
            if ((found != null) == test.spec.negate()) {
                return null;
            }
            if (found != null) {
                captures.put(test.spec.variable(), found);
            }
        }
        return captures;
    }

    private String target(UrlChange change, Scene scene, Captures captures) {
        String newQuery = query == null ? QueryParameters.of(scene.target()) : query.fill(scene, captures);
        return path == null
                ? Paths.changed(change.path(), pathPattern, Paths.path(scene.target()), newQuery)
                : Paths.target(path.fill(scene, captures), newQuery);
    }
}
