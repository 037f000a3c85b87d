// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.profile.Habits;
import org.jspecify.annotations.Nullable;

/**
 * How a listener speaks to clients and backends. Made when a snapshot is; immutable.
 *
 * @param listener the listener
 * @param habits the habits of its profile
 */
public record Manners(ListenerSpec listener, Habits habits) {
    /** The port that the client used, as far as the imitated gateway is concerned. */
    public int publicPort(RequestHead head) {
        return listener.publicPort().orElse(head.client().localPort());
    }

    /** The page that stands for the balancer's own one; null for none. */
    public @Nullable ErrorPageSpec errorPage(int status) {
        for (ErrorPageSpec page : listener.errorPages()) {
            if (page.status() == status) {
                return page;
            }
        }
        return null;
    }
}
