// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

/**
 * The snapshot in force. A request reads it once and keeps what it read, so that a reload never tears a view. {@link Control}
 * writes; everyone reads.
 */
public final class LiveSnapshot {
    private volatile Snapshot current;

    /** Holds a first snapshot. */
    public LiveSnapshot(Snapshot first) {
        current = first;
    }

    /** The snapshot in force now. */
    public Snapshot current() {
        return current;
    }

    void swap(Snapshot next) {
        current = next;
    }
}
