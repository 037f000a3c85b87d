// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.List;
import java.util.Optional;

/**
 * Values by key, in the order of the file. No key occurs twice: the reader of the text reported that and kept the first.
 *
 * @param position where it begins
 * @param entries its keys and values
 */
public record MapNode(SourcePosition position, List<Entry> entries) implements Node {
    public MapNode {
        entries = List.copyOf(entries);
    }

    /**
     * One key and its value.
     *
     * @param keyPosition where the key begins
     * @param key the key
     * @param value its value
     */
    public record Entry(SourcePosition keyPosition, String key, Node value) {}

    /** The value of a key; empty when there is no such key. */
    public Optional<Node> find(String key) {
        for (Entry entry : entries) {
            if (entry.key().equals(key)) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    /** The value of a key whose letters may be of either case; empty when there is no such key. */
    public Optional<Node> findIgnoringCase(String key) {
        for (Entry entry : entries) {
            if (entry.key().equalsIgnoreCase(key)) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    @Override
    public String kind() {
        return "a map";
    }
}
