// SPDX-License-Identifier: Apache-2.0
/**
 * What is happening now: the configuration in force and the state of each backend, and the one thread that changes them.
 * Knows nothing of sockets or of configuration files. Start with {@link dev.mooring.lb.runtime.Snapshot}.
 */
@NullMarked
package dev.mooring.lb.runtime;

import org.jspecify.annotations.NullMarked;
