// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import org.jspecify.annotations.Nullable;

/**
 * One backend that a request was tried on. Immutable.
 *
 * @param backend the backend's id
 * @param reason how it came to be chosen
 * @param why what was wrong with the client's own backend
 * @param reused whether the connection had served before
 * @param failure what went wrong; null when nothing did, or nothing of the backend's doing
 */
public record Attempt(
        String backend,
        Reason reason,
        Why why,
        boolean reused,
        @Nullable Failure failure) {}
