// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Header fields on their way through: the ones received, which of them go on, and what is added at the end. Written by a
 * rewriter, read by whatever puts a head on the wire. Not thread-safe.
 */
public final class HeaderChanges {
    private final Headers original;
    private final boolean[] dropped;
    private final List<String> added = new ArrayList<>(16);
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

    /** Lets no field of this name go further that has such a value, be it received or added; whether there was one. */
    public boolean remove(HeaderName name, Predicate<String> value) {
        boolean found = false;
        for (int i = original.indexOf(name, 0); i >= 0; i = original.indexOf(name, i + 1)) {
            if (!dropped[i] && value.test(original.value(i))) {
                dropped[i] = true;
                found = true;
            }
        }
        for (int i = added.size() - 2; i >= 0; i -= 2) {
            if (added.get(i).equalsIgnoreCase(name.toString()) && value.test(added.get(i + 1))) {
                added.remove(i + 1);
                added.remove(i);
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
        for (int i = 0; i < added.size(); i += 2) {
            if (added.get(i).equalsIgnoreCase(name.toString()) && value.test(added.get(i + 1))) {
                return true;
            }
        }
        return false;
    }

    /** The first value of this name that goes further; null when there is none. */
    public @Nullable String first(HeaderName name) {
        for (int i = original.indexOf(name, 0); i >= 0; i = original.indexOf(name, i + 1)) {
            if (!dropped[i]) {
                return original.value(i);
            }
        }
        for (int i = 0; i < added.size(); i += 2) {
            if (added.get(i).equalsIgnoreCase(name.toString())) {
                return added.get(i + 1);
            }
        }
        return null;
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
}
