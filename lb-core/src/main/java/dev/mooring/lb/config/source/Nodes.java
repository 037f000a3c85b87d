// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

/** What can be done with any node. */
final class Nodes {
    private Nodes() {}

    /** The same value as if all of it stood at one position. */
    static Node at(Node node, SourcePosition position) {
        if (node instanceof MapNode map) {
            return new MapNode(
                    position,
                    map.entries().stream()
                            .map(entry -> new MapNode.Entry(position, entry.key(), at(entry.value(), position)))
                            .toList());
        }
        if (node instanceof ListNode list) {
            return new ListNode(
                    position,
                    list.items().stream().map(item -> at(item, position)).toList());
        }
        return node instanceof ScalarNode scalar ? new ScalarNode(position, scalar.text(), scalar.quoted()) : node;
    }
}
