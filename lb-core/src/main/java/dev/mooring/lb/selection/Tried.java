// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.selection.Selection.Reason;
import java.util.HashSet;
import java.util.Set;

/**
 * The backends that this very request was tried on in vain. It also knows whether its client came without a backend: then the
 * one it was given by the first try does not count as its own, and {@code strict} does not hold it there. Immutable.
 */
public final class Tried {
    /** Before the first try. */
    public static final Tried NOTHING = new Tried(Set.of(), false);

    private final Set<String> ids;
    private final boolean cameUnbound;

    private Tried(Set<String> ids, boolean cameUnbound) {
        this.ids = ids;
        this.cameUnbound = cameUnbound;
    }

    /** After the backend of this selection failed as well. */
    public Tried and(Selection failed) {
        if (failed.candidate() == null) {
            return this;
        }
        Set<String> more = new HashSet<>(ids);
        more.add(failed.candidate().id());
        return new Tried(Set.copyOf(more), ids.isEmpty() ? failed.reason() == Reason.BALANCED : cameUnbound);
    }

    /** Whether this backend was tried. */
    public boolean contains(String id) {
        return ids.contains(id);
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    boolean cameUnbound() {
        return cameUnbound;
    }
}
