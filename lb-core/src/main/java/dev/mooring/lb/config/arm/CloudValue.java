// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.Optional;

/**
 * Something that is asked of the cloud, such as the address of a resource, and the way into it. What the template itself says about
 * it is known; what the user has set is known; the rest has a name, under which the user can set it. Immutable.
 *
 * @param shared the evaluation
 * @param position where it is asked for
 * @param name its name, the same for the same question in every language
 * @param known its value, as far as it is known
 * @param id the id of the resource, or of the part of one that has come so far; empty when there is none
 * @param head how the next step is to be understood
 */
record CloudValue(Evaluation shared, SourcePosition position, String name, Optional<Node> known, String id, Head head) {

    private static final int MAX_NAME = 1000;

    /**
     * Where the way begins.
     *
     * @param instance the resource; empty when the template does not have it, or when the way has gone on
     * @param kind how the next step is to be understood
     */
    record Head(Optional<Instance> instance, Kind kind) {
        static final Head PASSED = new Head(Optional.empty(), Kind.VALUE);
    }

    /** How the next step is to be understood. */
    enum Kind {
        /** As a part of the value. */
        VALUE,
        /** As a part of the whole resource, whose properties are one of its parts. */
        WHOLE,
        /** As a part of the properties of the resource. */
        PROPERTIES,
        /** As the name of an output of the module. */
        OUTPUTS,
        /** As the wrapping of an output that has been found. */
        OUTPUT
    }

    /** A value that is not of the cloud. */
    static CloudValue plain(Evaluation shared, Node value) {
        return new CloudValue(shared, value.position(), "", Optional.of(value), "", Head.PASSED);
    }

    /** A question whose answer no template has. */
    static CloudValue unknown(Evaluation shared, SourcePosition position, String name) {
        return new CloudValue(shared, position, name, Optional.empty(), "", Head.PASSED);
    }

    /** A resource by its symbol. */
    static CloudValue symbol(Evaluation shared, SourcePosition position, Instance instance) {
        return resource(shared, position, instance, Kind.WHOLE);
    }

    /** A resource of the template that {@code reference} asks for. */
    static CloudValue resource(Evaluation shared, SourcePosition position, Instance instance, Kind kind) {
        String name = "reference(" + instance.shortName() + ")";
        return new CloudValue(
                shared, position, name, Optional.empty(), instance.id(), new Head(Optional.of(instance), kind));
    }

    /** One step further in. */
    CloudValue step(Node key) {
        if (head.instance.isPresent()) {
            return fromInstance(head.instance.get(), key);
        }
        if (head.kind == Kind.OUTPUT && isNamed(key, "value")) {
            return with(name, known, id, Head.PASSED);
        }
        return inside(longer(name, key), known.flatMap(value -> child(value, key)), key);
    }

    /** The value; unknown when it is. */
    Node value() {
        Optional<Node> set = shared.set(name);
        if (set.isPresent()) {
            return set.get();
        }
        if (known.isPresent()) {
            return known.get();
        }
        return head.instance
                .map(instance -> head.kind == Kind.PROPERTIES
                        ? properties(instance).orElseGet(() -> shared.unknown(position, name))
                        : Symbols.whole(instance, position))
                .orElseGet(() -> shared.unknown(position, name));
    }

    /** The name of a part; one that is too long to be typed does not grow any more. */
    static String longer(String name, Node key) {
        if (name.length() > MAX_NAME) {
            return name;
        }
        String text = key instanceof ScalarNode scalar ? scalar.text() : "";
        return Values.isNumber(key) ? name + "[" + text + "]" : name + "." + text;
    }

    private CloudValue fromInstance(Instance instance, Node key) {
        if (isNamed(key, "outputs") && instance.declared.module().isPresent() && head.kind != Kind.OUTPUTS) {
            return with(name + ".outputs", Optional.empty(), "", new Head(head.instance, Kind.OUTPUTS));
        }
        if (head.kind == Kind.OUTPUTS) {
            String output = key instanceof ScalarNode scalar ? scalar.text() : "";
            Optional<Node> value = instance.module().flatMap(module -> output(module, output, longer(name, key)));
            return with(longer(name, key), value, "", new Head(Optional.empty(), Kind.OUTPUT));
        }
        if (head.kind == Kind.PROPERTIES) {
            return inside(longer(name, key), properties(instance).flatMap(value -> child(value, key)), key);
        }
        if (isNamed(key, "properties")) {
            return with(name, Optional.empty(), id, new Head(head.instance, Kind.PROPERTIES));
        }
        String full = "reference(" + instance.shortName() + ",full)";
        return inside(longer(full, key), Symbols.part(instance, key, position), key);
    }

    /** A template that can be read has only the outputs that it says, unless a user says more. */
    private Optional<Node> output(Deployment module, String output, String asked) {
        Optional<Node> value = module.output(position, output);
        if (value.isEmpty() && shared.set(asked).isEmpty()) {
            throw module.missing(
                    position, "output", output, module.template.outputs().keySet());
        }
        return value;
    }

    private static Optional<Node> properties(Instance instance) {
        return instance.body().findIgnoringCase("properties");
    }

    private CloudValue inside(String longer, Optional<Node> found, Node key) {
        Optional<Node> value = shared.set(longer).or(() -> found);
        if (value.isPresent() && value.get() instanceof UnknownNode) {
            return with(longer, value, "", Head.PASSED);
        }
        if (value.isEmpty() && isNamed(key, "id") && !id.isEmpty()) {
            return with(longer, Optional.of(Values.text(position, id)), "", Head.PASSED);
        }
        return with(longer, value, idInside(value, key), Head.PASSED);
    }

    /** The parts of a resource that have ids are objects with names in lists. */
    private String idInside(Optional<Node> value, Node key) {
        if (id.isEmpty() || value.isEmpty()) {
            return "";
        }
        if (value.get() instanceof ListNode && Values.isText(key)) {
            return id + "/" + ((ScalarNode) key).text();
        }
        return Values.isNumber(key) && value.get() instanceof MapNode map
                ? map.findIgnoringCase("name")
                        .filter(ScalarNode.class::isInstance)
                        .map(name -> id + "/" + ((ScalarNode) name).text())
                        .orElse("")
                : "";
    }

    private Optional<Node> child(Node value, Node key) {
        if (value instanceof UnknownNode unknown && !unknown.expression().isEmpty()) {
            return Optional.of(shared.unknown(unknown.position(), longer(unknown.expression(), key)));
        }
        if (value instanceof MapNode map && key instanceof ScalarNode scalar) {
            return shared.budget.find(map, scalar.text(), position);
        }
        if (value instanceof ListNode list) {
            long index = Arguments.integer(key).orElse(-1);
            return index >= 0 && index < list.items().size()
                    ? Optional.of(list.items().get((int) index))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private CloudValue with(String longer, Optional<Node> value, String newId, Head newHead) {
        return new CloudValue(shared, position, longer, value, newId, newHead);
    }

    private static boolean isNamed(Node key, String name) {
        return key instanceof ScalarNode scalar && scalar.text().equalsIgnoreCase(name);
    }
}
