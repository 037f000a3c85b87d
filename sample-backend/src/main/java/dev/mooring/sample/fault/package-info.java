// SPDX-License-Identifier: Apache-2.0
/**
 * How the server is made to fail on purpose, and by whom. It holds the switches and the control API; what a fault does to
 * sockets is behind {@link dev.mooring.sample.fault.FaultTarget}. Start with {@link dev.mooring.sample.fault.Control}.
 */
@NullMarked
package dev.mooring.sample.fault;

import org.jspecify.annotations.NullMarked;
