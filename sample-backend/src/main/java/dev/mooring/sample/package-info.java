// SPDX-License-Identifier: Apache-2.0
/**
 * The SSE teaching server: a backend one can watch, break and repair while a balancer stands in front of it. It wires the
 * other packages together and must never know the balancer. Start with {@link dev.mooring.sample.SampleServer}.
 */
@NullMarked
package dev.mooring.sample;

import org.jspecify.annotations.NullMarked;
