// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Op;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.PathChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a location does to requests and responses beside passing them on. */
final class NginxFilters {
    private static final String METHODS = "GET, PUT, POST, DELETE, PATCH, OPTIONS";
    private static final String HEADERS = "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,"
            + "Content-Type,Range,Authorization";

    private final Cluster cluster;
    private final Optional<String> hsts;

    /** The HSTS value is sent over https; empty for none. */
    NginxFilters(Cluster cluster, Optional<String> hsts) {
        this.cluster = cluster;
        this.hsts = hsts;
    }

    List<FilterSpec> filters(NginxIngress ingress, IngressPath path) {
        AnnotationReader annotations = ingress.annotations();
        List<FilterSpec> filters = new ArrayList<>();
        cors(annotations).ifPresent(filters::add);
        url(annotations, path).ifPresent(filters::add);
        customHeaders(ingress).ifPresent(filters::add);
        strictTransport().ifPresent(filters::add);
        return filters;
    }

    private Optional<FilterSpec> url(AnnotationReader annotations, IngressPath path) {
        Optional<String> target = annotations.text("rewrite-target");
        Optional<String> host = annotations.text("upstream-vhost");
        if (target.isEmpty() && host.isEmpty()) {
            return Optional.empty();
        }
        String replacement = target.orElse("");
        int question = replacement.indexOf('?');
        if (question >= 0 || replacement.contains("://")) {
            String message = "annotation rewrite-target: "
                    + (question >= 0
                            ? "its query is left out here"
                            : "a redirect to another server, which is left out here");
            annotations.report(DiagnosticCode.CLOUD_ONLY, "rewrite-target", message, "");
        }
        boolean local = target.isPresent() && !replacement.contains("://");
        PathChange change = local
                ? new PathChange.Regex(path.path(), question >= 0 ? replacement.substring(0, question) : replacement)
                : PathChange.KEEP;
        List<HeaderChange> prefix = annotations
                .text("x-forwarded-prefix")
                .filter(text -> target.isPresent())
                .map(text -> List.of(HeaderChange.of(Op.SET, "X-Forwarded-Prefix", text)))
                .orElse(List.of());
        if (prefix.isEmpty() && annotations.has("x-forwarded-prefix")) {
            String message = "annotation x-forwarded-prefix: it works only next to rewrite-target";
            annotations.report(DiagnosticCode.IGNORED_SETTING, "x-forwarded-prefix", message, "");
        }
        String name = target.isPresent() ? "rewrite-target" : "upstream-vhost";
        UrlChange url = new UrlChange(change, Optional.empty(), host, false, false);
        return Optional.of(new Rewrite(name, List.of(), prefix, List.of(), Optional.of(url)));
    }

    private Optional<FilterSpec> cors(AnnotationReader annotations) {
        if (!annotations.flag("enable-cors", false)) {
            return Optional.empty();
        }
        return Optional.of(new FilterSpec.Cors(
                list(annotations.text("cors-allow-origin").orElse("*")),
                annotations.flag("cors-allow-credentials", true),
                list(annotations.text("cors-allow-methods").orElse(METHODS)),
                list(annotations.text("cors-allow-headers").orElse(HEADERS)),
                list(annotations.text("cors-expose-headers").orElse("")),
                Duration.ofSeconds(Math.max(0, annotations.integer("cors-max-age", 1_728_000)))));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private Optional<FilterSpec> customHeaders(NginxIngress ingress) {
        AnnotationReader annotations = ingress.annotations();
        Optional<String> name = annotations.text("custom-headers");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String text = name.get();
        int slash = text.indexOf('/');
        String namespace = slash < 0 ? ingress.object().namespace() : text.substring(0, slash);
        Optional<KubeObject> map = cluster.find("ConfigMap", namespace, text.substring(slash + 1));
        if (map.isEmpty()) {
            String message = "annotation custom-headers: ConfigMap " + namespace + "/" + text.substring(slash + 1)
                    + " is not in the files, so its headers are left out";
            annotations.report(DiagnosticCode.MISSING_REFERENCE, "custom-headers", message, "");
            return Optional.empty();
        }
        List<HeaderChange> changes = KubeObject.texts(map.get().value().get("data")).entrySet().stream()
                .map(entry -> HeaderChange.of(Op.SET, entry.getKey(), entry.getValue()))
                .toList();
        return Optional.of(new Rewrite("custom-headers", List.of(), List.of(), changes, Optional.empty()));
    }

    private Optional<FilterSpec> strictTransport() {
        return hsts.map(value -> new Rewrite(
                "hsts",
                List.of(new Condition("var_request_scheme", "^https$", true, false)),
                List.of(),
                List.of(HeaderChange.of(Op.SET, "Strict-Transport-Security", value)),
                Optional.empty()));
    }
}
