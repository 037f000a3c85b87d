// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One object of a cluster, as it was written. Immutable.
 *
 * @param group the group of its API, empty for the core one
 * @param version the version of its API; empty when the file does not say
 * @param kind such as {@code Ingress}
 * @param namespace where it lives
 * @param name its name
 * @param node the whole object
 */
record KubeObject(String group, String version, String kind, String namespace, String name, MapNode node) {
    static final String DEFAULT_NAMESPACE = "default";

    Value value() {
        return Value.of(node);
    }

    Value spec() {
        return value().get("spec");
    }

    SourcePosition position() {
        return node.position();
    }

    /** {@code namespace/name}. */
    String id() {
        return namespace + "/" + name;
    }

    /** What messages call it. */
    String title() {
        String shown = Wording.quoted(id());
        return kind + " " + shown.substring(1, shown.length() - 1);
    }

    /** When the cluster got it; empty text when the file does not say. */
    String created() {
        return value().get("metadata", "creationTimestamp").text("");
    }

    /** The annotations by their names, in the order of the file. */
    Map<String, Annotation> annotations() {
        Map<String, Annotation> annotations = new LinkedHashMap<>();
        for (MapNode.Entry entry : value().get("metadata", "annotations").entries()) {
            if (entry.value() instanceof ScalarNode scalar) {
                annotations.put(
                        entry.key(),
                        new Annotation(entry.key(), scalar.text(), entry.value().position()));
            }
        }
        return annotations;
    }

    Optional<Annotation> annotation(String key) {
        return Optional.ofNullable(annotations().get(key));
    }

    Map<String, String> labels() {
        return texts(value().get("metadata", "labels"));
    }

    /** A map of texts. */
    static Map<String, String> texts(Value map) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (MapNode.Entry entry : map.entries()) {
            Node value = entry.value();
            if (value instanceof ScalarNode scalar && !scalar.isNull()) {
                texts.put(entry.key(), scalar.text());
            }
        }
        return texts;
    }

    /**
     * An annotation.
     *
     * @param key its whole name
     * @param text its value
     * @param position where the value stands
     */
    record Annotation(String key, String text, SourcePosition position) {}
}
