// SPDX-License-Identifier: Apache-2.0
/**
 * Thousands of event streams through the packaged command, to be run by hand. Knows nothing of the balancer but its command line.
 * Start with {@link dev.mooring.cli.soak.StreamSoak}.
 */
@NullMarked
package dev.mooring.cli.soak;

import org.jspecify.annotations.NullMarked;
