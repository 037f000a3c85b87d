// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Header fields on their way through: the ones received, which of them go on, and what is added, at the end or in between. Written by a
 * rewriter, read by whatever puts a head on the wire. Not thread-safe.
 */
public final class HeaderChanges {
    private final Headers original;
    private final boolean[] dropped;
    private final List<String> added = new ArrayList<>(16);
    private List<String> inserted = List.of();
    private int insertedBefore = -1;
    private boolean addedFirst;

    /** All the fields, nothing dropped or added yet. */
    public HeaderChanges(Headers original) {
        this.original = original;
        this.dropped = new boolean[original.size()];
    }

    /** Lets what is added stand before what was received. */
    public HeaderChanges addedFirst() {
        addedFirst = true;
        return this;
    }

    /** Whether what is added stands before what was received. */
    public boolean isAddedFirst() {
        return addedFirst;
    }

    /** The fields received. */
    public Headers original() {
        return original;
    }

    /** Lets field {@code i} go no further. */
    public HeaderChanges drop(int i) {
        dropped[i] = true;
        return this;
    }

    /** Lets no field of this name go further. */
    public HeaderChanges drop(HeaderName name) {
        for (int i = original.indexOf(name, 0); i >= 0; i = original.indexOf(name, i + 1)) {
            dropped[i] = true;
        }
        return this;
    }

    /** Replaces all fields of this name by one. */
    public HeaderChanges set(HeaderName name, String value) {
        return drop(name).add(name, value);
    }

    /**
     * Adds a field.
     *
     * @throws IllegalArgumentException if the value holds a control character: no CR or LF gets into a head from here
     */
    public HeaderChanges add(HeaderName name, String value) {
        if (!Tokens.isFieldValue(value)) {
            throw new IllegalArgumentException("value for header " + name + " holds a control character");
        }
        added.add(name.toString());
        added.add(value);
        return this;
    }

    /**
     * Puts the added fields of this name, from number {@code from} on, in front of the first one of this name that was received
     * and goes on; without one they stay where they are. At most once.
     */
    public void insert(HeaderName name, int from) {
        int before = original.indexOf(name, 0);
        while (before >= 0 && dropped[before]) {
            before = original.indexOf(name, before + 1);
        }
        if (before < 0) {
            return;
        }
        insertedBefore = before;
        inserted = new ArrayList<>(4);
        for (int i = 2 * from; i < added.size(); ) {
            if (added.get(i).equalsIgnoreCase(name.toString())) {
                inserted.add(added.remove(i));
                inserted.add(added.remove(i));
            } else {
                i += 2;
            }
        }
    }

    /** Lets no field of this name go further that has such a value, be it received or added; whether there was one. */
    public boolean remove(HeaderName name, Predicate<String> value) {
        boolean found = false;
        for (int i = original.indexOf(name, 0); i >= 0; i = original.indexOf(name, i + 1)) {
            if (!dropped[i] && value.test(original.value(i))) {
                dropped[i] = true;
                found = true;
            }
        }
        boolean foundInserted = remove(inserted, name, value);
        return remove(added, name, value) || foundInserted || found;
    }

    private static boolean remove(List<String> fields, HeaderName name, Predicate<String> value) {
        boolean found = false;
        for (int i = fields.size() - 2; i >= 0; i -= 2) {
            if (fields.get(i).equalsIgnoreCase(name.toString()) && value.test(fields.get(i + 1))) {
                fields.remove(i + 1);
                fields.remove(i);
                found = true;
            }
        }
        return found;
    }

    /** Whether a field of this name with such a value goes further. */
    public boolean any(HeaderName name, Predicate<String> value) {
        for (int i = original.indexOf(name, 0); i >= 0; i = original.indexOf(name, i + 1)) {
            if (!dropped[i] && value.test(original.value(i))) {
                return true;
            }
        }
        return first(inserted, name, value) != null || first(added, name, value) != null;
    }

    private static @Nullable String first(List<String> fields, HeaderName name, Predicate<String> value) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name.toString()) && value.test(fields.get(i + 1))) {
                return fields.get(i + 1);
            }
        }
        return null;
    }

    /** The first value of this name that goes further; null when there is none. */
    public @Nullable String first(HeaderName name) {
        String before = first(inserted, name, any -> true);
        if (before != null) {
            return before;
        }
        for (int i = original.indexOf(name, 0); i >= 0; i = original.indexOf(name, i + 1)) {
            if (!dropped[i]) {
                return original.value(i);
            }
        }
        return first(added, name, any -> true);
    }

    /** Whether field {@code i} of the original goes no further. */
    public boolean isDropped(int i) {
        return dropped[i];
    }

    /** The number of fields added. */
    public int addedCount() {
        return added.size() / 2;
    }

    /** The name of added field {@code i}. */
    public String addedName(int i) {
        return added.get(2 * i);
    }

    /** The value of added field {@code i}. */
    public String addedValue(int i) {
        return added.get(2 * i + 1);
    }

    /** The number of the original field before which fields are inserted, even if that one goes no further; -1 for none. */
    public int insertedBefore() {
        return insertedBefore;
    }

    /** The number of fields inserted. */
    public int insertedCount() {
        return inserted.size() / 2;
    }

    /** The name of inserted field {@code i}. */
    public String insertedName(int i) {
        return inserted.get(2 * i);
    }

    /** The value of inserted field {@code i}. */
    public String insertedValue(int i) {
        return inserted.get(2 * i + 1);
    }
}
