// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import java.util.Optional;

/**
 * A backend that was picked for a client. Immutable.
 *
 * @param backendId the backend
 * @param key the key that led to it, where affinity is a {@link KeyDrawer}; else empty
 * @param path the path for which the route gives out cookies; empty for that of the affinity
 */
public record Pick(String backendId, String key, Optional<String> path) {}
