// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.kubernetes.KubeObject.Annotation;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.Wording;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the controller thinks of the annotations of an Ingress: which it knows, and which make it drop the whole Ingress. */
final class NginxRules {
    private static final Set<String> SNIPPETS =
            Set.of("configuration-snippet", "server-snippet", "stream-snippet", "auth-snippet", "modsecurity-snippet");
    private static final List<String> BALANCERS =
            List.of("round_robin", "chash", "chashsubset", "sticky_balanced", "sticky_persistent", "ewma");
    private static final String HASH_CHARACTERS = "[A-Za-z0-9_${}-]+";

    private final NginxConfig config;
    private final Reports reports;

    NginxRules(NginxConfig config, Reports reports) {
        this.config = config;
        this.reports = reports;
    }

    /** Says which annotations mean nothing, or something that Mooring does not do. */
    void check(KubeObject ingress, AnnotationReader annotations) {
        for (MapNode.Entry entry :
                ingress.value().get("metadata", "annotations").entries()) {
            boolean number = entry.value() instanceof ScalarNode scalar
                    && !scalar.quoted()
                    && scalar.text().matches("[-+0-9.]+|true|false|null|~|");
            if (number || !(entry.value() instanceof ScalarNode)) {
                String found = entry.value() instanceof ScalarNode scalar
                        ? Wording.quoted(scalar.text()) + " without quotes"
                        : entry.value().kind();
                String message = "annotation " + entry.key() + ": not text, so the cluster rejects the object (found "
                        + found + ", expected text in quotes)";
                reports.add(
                        DiagnosticCode.UNQUOTED_ANNOTATION,
                        ingress,
                        entry.value().position(),
                        message,
                        "");
            }
        }
        annotations.all().forEach((name, annotation) -> known(ingress, name, annotation));
    }

    private void known(KubeObject ingress, String name, Annotation annotation) {
        Schema.Row row = NginxAnnotations.ALL.get(name);
        if (row == null) {
            String message = "annotation " + annotation.key() + ": ingress-nginx does not know it and says nothing";
            String hint = Wording.didYouMean(name, NginxAnnotations.ALL.keySet());
            reports.add(DiagnosticCode.DEAD_ANNOTATION, ingress, annotation.position(), message, hint);
        } else if (row.support() == Support.DEAD) {
            String message = "annotation " + annotation.key() + ": ingress-nginx does not know it and says nothing";
            reports.add(DiagnosticCode.DEAD_ANNOTATION, ingress, annotation.position(), message, row.note());
        } else if (row.support() == Support.REPORTED && !SNIPPETS.contains(name) && !isOff(annotation.text())) {
            String message = "annotation " + name + ": " + row.note();
            reports.add(DiagnosticCode.CLOUD_ONLY, ingress, annotation.position(), message, "");
        }
    }

    private static boolean isOff(String text) {
        return Set.of("false", "off", "0", "1.1", "").contains(text.strip());
    }

    /** Whether the controller serves the Ingress at all; says why not. */
    boolean serves(KubeObject ingress, AnnotationReader annotations) {
        return snippets(ingress, annotations)
                && words(ingress, annotations)
                && value(
                        ingress,
                        annotations,
                        "upstream-hash-by",
                        annotations.text("upstream-hash-by").filter(text -> !text.matches(HASH_CHARACTERS)),
                        "letters, digits, -, _, $, { and } only")
                && value(
                        ingress,
                        annotations,
                        "load-balance",
                        annotations.text("load-balance").filter(text -> !BALANCERS.contains(text)),
                        Wording.oneOf(BALANCERS));
    }

    private boolean value(
            KubeObject ingress, AnnotationReader annotations, String name, Optional<String> bad, String expected) {
        bad.ifPresent(text -> drop(
                ingress,
                annotations,
                name,
                "not accepted (found " + Wording.quoted(text) + ", expected " + expected + ")",
                ""));
        return bad.isEmpty();
    }

    private boolean snippets(KubeObject ingress, AnnotationReader annotations) {
        List<String> found = SNIPPETS.stream().filter(annotations::has).sorted().toList();
        if (found.isEmpty()) {
            return true;
        }
        String name = found.get(0);
        boolean critical = "Critical".equals(config.keys().get("annotations-risk-level"));
        if (critical) {
            boolean allowed = config.flag("allow-snippet-annotations", false);
            String message = "annotation " + name + ": "
                    + (allowed
                            ? "text for nginx itself, which Mooring does not read"
                            : "the controller empties it, since allow-snippet-annotations is not true");
            annotations.report(DiagnosticCode.CLOUD_ONLY, name, message, "");
            return true;
        }
        drop(
                ingress,
                annotations,
                name,
                "its risk is Critical, above the controller's annotations-risk-level",
                "to have it served, raise annotations-risk-level to Critical in the controller's ConfigMap and give Mooring"
                        + " that file too");
        return false;
    }

    private boolean words(KubeObject ingress, AnnotationReader annotations) {
        for (Map.Entry<String, Annotation> entry : annotations.all().entrySet()) {
            for (String word : config.blockedWords()) {
                if (entry.getValue().text().contains(word)) {
                    String why = "it holds " + Wording.quoted(word) + ", a word that the controller blocks";
                    drop(ingress, annotations, entry.getKey(), why, "");
                    return false;
                }
            }
        }
        return true;
    }

    private void drop(KubeObject ingress, AnnotationReader annotations, String name, String why, String hint) {
        String message = "the controller drops this Ingress, so its hosts answer 404; annotation " + name + ": " + why;
        reports.add(DiagnosticCode.INGRESS_DROPPED, ingress, annotations.position(name), message, hint);
    }
}
