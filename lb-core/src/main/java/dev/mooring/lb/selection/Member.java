// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.selection.Selection.Why;

/**
 * A backend of a pool and whom it may serve. Immutable.
 *
 * @param candidate the backend
 * @param admission whom it may serve
 * @param why why it does not serve everybody; {@link Why#NONE} if it does
 */
public record Member(Candidate candidate, Admission admission, Why why) {

    /** The member that health, drain and administrator add up to; see {@link Admission#of}. */
    public static Member of(
            Candidate candidate, HealthStatus health, boolean draining, boolean drainEnded, boolean disabled) {
        Admission admission = Admission.of(health, draining, drainEnded, disabled);
        return new Member(candidate, admission, admission == Admission.OPEN ? Why.NONE : why(health, disabled));
    }

    private static Why why(HealthStatus health, boolean disabled) {
        if (disabled) {
            return Why.DISABLED;
        }
        return health.usable() ? Why.DRAINED : Why.UNHEALTHY;
    }

    boolean takesNew() {
        return admission == Admission.OPEN && candidate.weight() > 0;
    }
}
