// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

/** What a long response is made of. It is asked for more, and only then, so nothing piles up behind a slow reader. */
@FunctionalInterface
public interface Source {
    /** Writes as much as there is while {@link Exchange#writable()} holds. The caller flushes. */
    void writeMore();
}
