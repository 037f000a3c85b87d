// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.RequestHead;

/** An affinity whose new clients are given a key that leads to their backend, instead of being told the backend. */
public interface KeyDrawer extends Affinity {
    /**
     * A key for a new client.
     *
     * @param draw how many were drawn for this request, this one included
     */
    String newKey(RequestHead head, int draw);
}
