// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The series of one meter, each made when it is first needed: an event costs one look-up here and none in the registry, which
 * would build and sort tags each time. Safe from any thread.
 *
 * @param <K> the tag values as a record
 * @param <M> the kind of meter
 */
final class Table<K, M> {
    private final ConcurrentHashMap<K, M> meters = new ConcurrentHashMap<>();
    private final Function<K, M> make;

    Table(Function<K, M> make) {
        this.make = make;
    }

    M of(K key) {
        // A plain get never locks; computeIfAbsent may, even for a key that is there.
        M meter = meters.get(key);
        return meter != null ? meter : meters.computeIfAbsent(key, make);
    }
}
