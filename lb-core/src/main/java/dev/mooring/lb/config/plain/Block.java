// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A map that is about to be written. Confined to one thread. */
final class Block {
    private static final SourcePosition NOWHERE = SourcePosition.option("written");

    private final List<MapNode.Entry> entries = new ArrayList<>();

    Block put(String key, Node value) {
        entries.add(new MapNode.Entry(NOWHERE, key, value));
        return this;
    }

    Block put(String key, String text) {
        return put(key, text(text));
    }

    Block put(String key, int number) {
        return put(key, word(Integer.toString(number)));
    }

    Block put(String key, boolean flag) {
        return put(key, word(Boolean.toString(flag)));
    }

    Block put(String key, Duration duration) {
        return put(key, word(Quantities.write(duration)));
    }

    /** A duration, or off. */
    Block putOrOff(String key, Optional<Duration> duration) {
        return put(key, word(duration.map(Quantities::write).orElse("off")));
    }

    /** A text, or no such key. */
    Block putIfPresent(String key, Optional<String> text) {
        text.ifPresent(value -> put(key, value));
        return this;
    }

    MapNode node() {
        return new MapNode(NOWHERE, entries);
    }

    /** Text that stays text, whatever it looks like. */
    static Node text(String text) {
        return new ScalarNode(NOWHERE, text, true);
    }

    /** A number or a word of the form. */
    static Node word(String word) {
        return new ScalarNode(NOWHERE, word, false);
    }

    static Node list(List<? extends Node> items) {
        return new ListNode(NOWHERE, List.copyOf(items));
    }

    static Node texts(Collection<String> texts) {
        return list(texts.stream().map(Block::text).toList());
    }
}
