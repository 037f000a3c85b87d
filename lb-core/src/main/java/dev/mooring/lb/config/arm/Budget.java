// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.IdentityHashMap;
import java.util.Optional;

/** What the evaluation of a template may cost. A few characters can ask for more than any machine has. Confined to one thread. */
final class Budget {
    /** The most values in one result and in all resources together, shared ones counted as often as they occur. */
    static final int MAX_NODES = 500_000;
    /** The most passes of a loop, as in the cloud. */
    static final int MAX_COPIES = 800;
    /** The longest text that an expression may make. */
    static final int MAX_TEXT = 1024 * 1024;
    /** Templates inside each other. */
    static final int MAX_LEVEL = 16;

    private static final int MAX_DEPTH = 150;
    private static final int MAX_NESTING = 200;
    private static final int MAX_STEPS = 2_000_000;
    private static final int MAX_TOTAL_TEXT = 16 * 1024 * 1024;
    private static final int MAX_TEMPLATES = 2000;

    private final IdentityHashMap<Node, Extent> extents = new IdentityHashMap<>();
    private int depth;
    private long steps;
    private long text;
    private int templates;

    /** One evaluation inside another one; {@link #leave} ends it. */
    void enter(SourcePosition position) {
        spend(1, position);
        if (depth >= MAX_DEPTH) {
            throw Problem.limit(position, "expressions need each other more than " + MAX_DEPTH + " levels deep");
        }
        depth++;
    }

    void leave() {
        depth--;
    }

    /** Work that is not an evaluation of its own. */
    void spend(long more, SourcePosition position) {
        steps += Math.min(more, MAX_STEPS);
        if (steps > MAX_STEPS) {
            throw Problem.fatal(position, "the template needs more than " + MAX_STEPS + " steps of evaluation");
        }
    }

    /** The value of a key in whichever case, at the cost of the keys that are looked at. */
    Optional<Node> find(MapNode map, String key, SourcePosition position) {
        spend(map.entries().size() / 8, position);
        return map.findIgnoringCase(key);
    }

    /** A template that is evaluated, the outermost or one that is included. */
    void template(SourcePosition position) {
        if (++templates > MAX_TEMPLATES) {
            throw Problem.fatal(position, "more than " + MAX_TEMPLATES + " templates are included");
        }
    }

    /** Gives back a value that was just made, if it may be that large. */
    Node made(Node node, SourcePosition position) {
        if (node instanceof ScalarNode scalar) {
            text += scalar.text().length();
            if (scalar.text().length() > MAX_TEXT || text > MAX_TOTAL_TEXT) {
                throw Problem.fatal(
                        position, "expressions make more text than fits (at most " + MAX_TEXT + " at once)");
            }
        } else {
            Extent extent = extent(node, position);
            if (extent.nodes > MAX_NODES || extent.nesting > MAX_NESTING) {
                throw Problem.fatal(
                        position, "a value has more than " + MAX_NODES + " values in it, or is nested too deeply");
            }
        }
        return node;
    }

    /** How many values there are in a value, itself included. */
    long size(Node node, SourcePosition position) {
        return extent(node, position).nodes;
    }

    private Extent extent(Node node, SourcePosition position) {
        if (!(node instanceof MapNode || node instanceof ListNode)) {
            return Extent.ONE;
        }
        Extent known = extents.get(node);
        if (known != null) {
            return known;
        }
        long nodes = 1;
        int nesting = 0;
        Iterable<Node> children = node instanceof MapNode map ? Values.values(map) : ((ListNode) node).items();
        for (Node child : children) {
            spend(1, position);
            Extent inner = extent(child, position);
            nodes += inner.nodes;
            nesting = Math.max(nesting, inner.nesting);
        }
        Extent extent = new Extent(nodes, nesting + 1);
        extents.put(node, extent);
        return extent;
    }

    private record Extent(long nodes, int nesting) {
        static final Extent ONE = new Extent(1, 0);
    }
}
