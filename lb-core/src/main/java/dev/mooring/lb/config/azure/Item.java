// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A named part of a resource.
 *
 * @param name its name
 * @param id its full id; empty if it says none
 * @param node where it was written
 * @param fields its properties
 */
record Item(String name, Optional<String> id, Node node, Fields fields) {

    /**
     * Reads a part of a list; its properties may stand on a level of their own or not.
     *
     * @param map the part
     * @param shape what properties it may have
     * @param list where the list stands
     * @param fallback its name if it has none
     */
    static Item read(MapNode map, Shape shape, KeyPath list, String fallback, Reading reading) {
        String name = name(map, list, fallback, reading);
        return named(name, map, shape, list.child(name), reading);
    }

    /** Reads something whose name is known. */
    static Item named(String name, MapNode map, Shape shape, KeyPath path, Reading reading) {
        Optional<MapNode> inner = map.findIgnoringCase("properties")
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast);
        List<MapNode.Entry> around = new ArrayList<>();
        List<MapNode.Entry> flat = new ArrayList<>();
        for (MapNode.Entry entry : map.entries()) {
            boolean outer =
                    inner.isPresent() || Shapes.ENVELOPE.find(entry.key()).isPresent();
            (outer && !isProperty(entry, shape, inner.isPresent()) ? around : flat).add(entry);
        }
        Fields envelope = new Fields(map.position(), around, Shapes.ENVELOPE, path, reading);
        Fields fields = new Fields(map.position(), inner.map(MapNode::entries).orElse(flat), shape, path, reading);
        return new Item(name, envelope.text("id"), map, fields);
    }

    /** A part that nobody wrote. */
    static Item implied(String name, Shape shape, KeyPath parent, SourcePosition position, Reading reading) {
        MapNode nothing = new MapNode(position, List.of());
        Fields fields = new Fields(position, List.of(), shape, parent.child(name), reading);
        return new Item(name, Optional.empty(), nothing, fields);
    }

    /** Whether nobody wrote it. */
    boolean isImplied() {
        return node instanceof MapNode map && map.entries().isEmpty();
    }

    KeyPath path() {
        return fields.path();
    }

    SourcePosition position() {
        return node.position();
    }

    /** Without a level of their own, properties may have names that the level around them has too. */
    private static boolean isProperty(MapNode.Entry entry, Shape shape, boolean nested) {
        return !nested
                && !entry.key().equalsIgnoreCase("name")
                && shape.find(entry.key()).isPresent();
    }

    private static String name(MapNode map, KeyPath parent, String fallback, Reading reading) {
        Optional<Node> name = map.findIgnoringCase("name");
        if (name.isPresent() && name.get() instanceof UnknownNode unknown) {
            reading.unknown(unknown, parent.child("name"), false);
        }
        return name.filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .filter(scalar -> !scalar.isNull() && !scalar.text().isEmpty())
                .map(ScalarNode::text)
                .orElse(fallback);
    }
}
