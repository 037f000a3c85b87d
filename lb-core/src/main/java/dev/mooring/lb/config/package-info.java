// SPDX-License-Identifier: Apache-2.0
/**
 * Loads configuration files of every format into one checked spec, and says everything that is wrong with them. Knows nothing
 * of a running balancer. Start with {@link dev.mooring.lb.config.ConfigLoader}.
 */
@NullMarked
package dev.mooring.lb.config;

import org.jspecify.annotations.NullMarked;
