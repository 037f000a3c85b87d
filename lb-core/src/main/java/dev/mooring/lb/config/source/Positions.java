// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which node each part of a spec came from, so that whoever judges the spec later can still say where it was written.
 * The spec itself carries no positions: it is the same for every dialect. Confined to one thread.
 */
public final class Positions {
    private final SourcePosition fallback;
    /** By the segments of its path. */
    private final Map<List<String>, Node> placed = new HashMap<>();

    /** Without any node yet; the fallback answers for paths that were written nowhere. */
    public Positions(SourcePosition fallback) {
        this.fallback = fallback;
    }

    /** Says that the value at the path came from the node; what lies inside the node is then found by its keys. */
    public void place(KeyPath path, Node node) {
        placed.put(path.segments(), node);
    }

    /** Says that the value at the path came from a command line option. */
    public void placeOption(KeyPath path, String option) {
        placed.keySet().removeIf(inner -> isInside(inner, path.segments()));
        place(path, new ScalarNode(SourcePosition.option(option), "", true));
    }

    /** Takes over what another one knows; where both know, this one stays as it is. */
    public void addAll(Positions other) {
        other.placed.forEach(placed::putIfAbsent);
    }

    /** The node that was written at exactly this path; empty when none was. */
    public Optional<Node> node(KeyPath path) {
        Node direct = placed.get(path.segments());
        if (direct != null || path.segments().isEmpty()) {
            return Optional.ofNullable(direct);
        }
        int last = path.segments().size() - 1;
        return node(path.first(last))
                .flatMap(parent ->
                        parent instanceof MapNode map ? map.find(path.segments().get(last)) : Optional.empty());
    }

    /** Where the value at the path was written, or else the nearest thing around it. */
    public SourcePosition of(KeyPath path) {
        for (int size = path.segments().size(); size >= 0; size--) {
            Optional<Node> node = node(path.first(size));
            if (node.isPresent()) {
                return node.get().position();
            }
        }
        return fallback;
    }

    private static boolean isInside(List<String> inner, List<String> outer) {
        int size = outer.size();
        return inner.size() > size && inner.subList(0, size).equals(outer);
    }
}
