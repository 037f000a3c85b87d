// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RouteSpec;
import java.util.List;

/** What one resource contributes to the spec. */
record Portion(List<ListenerSpec> listeners, List<RouteSpec> routes, List<PoolSpec> pools) {}
