// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The way to a value through maps and lists, such as {@code pools.api.probe.interval}. Segments are keys and indexes. Immutable.
 *
 * @param segments from the outermost key to the innermost
 */
public record KeyPath(List<String> segments) {
    /** The whole configuration. */
    public static final KeyPath ROOT = new KeyPath(List.of());

    public KeyPath {
        segments = List.copyOf(segments);
    }

    /** The path of these segments. */
    public static KeyPath of(String... segments) {
        return new KeyPath(List.of(segments));
    }

    /** One step further in. */
    public KeyPath child(String segment) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(segment);
        return new KeyPath(longer);
    }

    /** One step further in, into a list. */
    public KeyPath child(int index) {
        return child(Integer.toString(index));
    }

    KeyPath first(int count) {
        return new KeyPath(segments.subList(0, count));
    }

    /** The segments with dots between them, shortened where a segment is very long. */
    @Override
    public String toString() {
        return String.join(".", segments.stream().map(Wording::shortened).toList());
    }
}
