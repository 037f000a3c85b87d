// SPDX-License-Identifier: Apache-2.0
/**
 * Sends probes to backends and reports what came back; what a result means is decided elsewhere. Start with {@link
 * dev.mooring.lb.probe.Prober}.
 */
@NullMarked
package dev.mooring.lb.probe;

import org.jspecify.annotations.NullMarked;
