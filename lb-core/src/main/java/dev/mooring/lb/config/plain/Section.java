// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import java.util.List;

/**
 * The keys that a map of the form may have.
 *
 * @param path where such a map stands, such as {@code pools.NAME.probe}; empty for the whole file
 * @param keys its keys, in the order of the reference page
 */
record Section(String path, List<Key<?>> keys) {

    static Section of(String path, Key<?>... keys) {
        return new Section(path, List.of(keys));
    }

    /** The key's path, as the reference page writes it. */
    String pathOf(Key<?> key) {
        return path.isEmpty() ? key.name() : path + "." + key.name();
    }

    List<String> names() {
        return keys.stream().<String>map(Key::name).toList();
    }
}
