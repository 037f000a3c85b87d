// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.kubernetes.KubeObject.Annotation;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The annotations of one Ingress, read as the controller reads them: what it does not accept is as if it were not there, and then
 * the controller's own setting of that name counts.
 */
final class AnnotationReader {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private final KubeObject object;
    private final Map<String, Annotation> annotations = new HashMap<>();
    private final Map<String, String> globals;
    private final Reports reports;

    AnnotationReader(KubeObject object, Map<String, String> globals, Reports reports) {
        this.object = object;
        this.globals = globals;
        this.reports = reports;
        object.annotations().forEach((key, annotation) -> {
            if (key.startsWith(NginxAnnotations.PREFIX)) {
                annotations.put(key.substring(NginxAnnotations.PREFIX.length()), annotation);
            }
        });
    }

    boolean has(String name) {
        return annotations.containsKey(name);
    }

    Map<String, Annotation> all() {
        return annotations;
    }

    SourcePosition position(String name) {
        Annotation annotation = annotations.get(name);
        return annotation == null ? object.position() : annotation.position();
    }

    /** The text of an annotation; empty when there is none or it is blank. */
    Optional<String> text(String name) {
        return Optional.ofNullable(annotations.get(name))
                .map(annotation -> annotation.text().strip())
                .filter(text -> !text.isEmpty());
    }

    /** The same, or else the controller's setting of this name. */
    Optional<String> textOrGlobal(String name) {
        return text(name).or(() -> Optional.ofNullable(globals.get(name)).map(String::strip));
    }

    boolean flag(String name, boolean otherwise) {
        Optional<String> text = text(name);
        if (text.isPresent() && !TRUE.contains(text.get()) && !FALSE.contains(text.get())) {
            bad(name, text.get(), "true or false", Boolean.toString(globalFlag(name, otherwise)));
            return globalFlag(name, otherwise);
        }
        return text.map(TRUE::contains).orElseGet(() -> globalFlag(name, otherwise));
    }

    private boolean globalFlag(String name, boolean otherwise) {
        return isTrue(globals.getOrDefault(name, ""), otherwise);
    }

    static boolean isTrue(String text, boolean otherwise) {
        return TRUE.contains(text) || (otherwise && !FALSE.contains(text));
    }

    int integer(String name, int otherwise) {
        int usual = Optional.ofNullable(globals.get(name))
                .filter(AnnotationReader::isInteger)
                .map(Integer::valueOf)
                .orElse(otherwise);
        Optional<String> text = text(name);
        if (text.isPresent() && !isInteger(text.get())) {
            bad(name, text.get(), "a whole number without a unit", Integer.toString(usual));
            return usual;
        }
        return text.map(Integer::valueOf).orElse(usual);
    }

    static boolean isInteger(String text) {
        return text.matches("[+-]?[0-9]{1,9}");
    }

    /** One of several words, as they are. */
    String word(String name, List<String> words, String otherwise) {
        Optional<String> text = textOrGlobal(name);
        if (text.isPresent() && !words.contains(text.get())) {
            bad(name, text.get(), Wording.oneOf(words), otherwise);
            return otherwise;
        }
        return text.orElse(otherwise);
    }

    void bad(String name, String found, String expected, String used) {
        String problem = "annotation " + name + ": not accepted";
        String message = problem + " (found " + Wording.quoted(found) + ", expected " + expected + ")";
        String hint = used.isEmpty() ? "the controller goes on as if it were not there" : "the controller uses " + used;
        report(DiagnosticCode.ANNOTATION_VALUE, name, message, hint);
    }

    /** Says something about an annotation. */
    void report(DiagnosticCode code, String name, String message, String hint) {
        reports.add(code, object, position(name), message, hint);
    }
}
