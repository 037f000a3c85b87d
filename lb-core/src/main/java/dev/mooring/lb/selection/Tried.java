// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.selection.Selection.Reason;
import java.util.HashSet;
import java.util.Set;

/**
 * The backends that this very request was tried on in vain, and those whose last place another request took first. It also knows whether its client came without a backend: then the
 * one it was given by the first try does not count as its own, and {@code strict} does not hold it there. Immutable.
 */
public final class Tried {
    /** Before the first try. */
    public static final Tried NOTHING = new Tried(Set.of(), Set.of(), false);

    private final Set<String> ids;
    private final Set<String> full;
    private final boolean cameUnbound;

    private Tried(Set<String> ids, Set<String> full, boolean cameUnbound) {
        this.ids = ids;
        this.full = full;
        this.cameUnbound = cameUnbound;
    }

    /** After the backend of this selection failed as well. */
    public Tried and(Selection failed) {
        return new Tried(with(ids, failed), full, unbound(failed));
    }

    /** After the backend of this selection turned out to have no place left. */
    public Tried andFull(Selection lost) {
        return new Tried(ids, with(full, lost), unbound(lost));
    }

    private boolean unbound(Selection selection) {
        return isEmpty() ? selection.reason() == Reason.BALANCED : cameUnbound;
    }

    private static Set<String> with(Set<String> ids, Selection selection) {
        if (selection.candidate() == null) {
            return ids;
        }
        Set<String> more = new HashSet<>(ids);
        more.add(selection.candidate().id());
        return Set.copyOf(more);
    }

    /** Whether this backend was tried. */
    public boolean contains(String id) {
        return ids.contains(id);
    }

    /** Whether this backend had no place left when it was to be tried. */
    boolean wasFull(String id) {
        return full.contains(id);
    }

    /** Whether no backend was tried in vain yet. */
    public boolean isEmpty() {
        return ids.isEmpty() && full.isEmpty();
    }

    boolean cameUnbound() {
        return cameUnbound;
    }
}
