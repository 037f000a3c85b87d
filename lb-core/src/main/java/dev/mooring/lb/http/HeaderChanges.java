// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Header fields on their way through: the ones received, which of them go on, and what is added at the end. Written by a
 * rewriter, read by whatever puts a head on the wire. Not thread-safe.
 */
public final class HeaderChanges {
    private final Headers original;
    private final boolean[] dropped;
    private final List<String> added = new ArrayList<>(16);

    /** All the fields, nothing dropped or added yet. */
    public HeaderChanges(Headers original) {
        this.original = original;
        this.dropped = new boolean[original.size()];
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
