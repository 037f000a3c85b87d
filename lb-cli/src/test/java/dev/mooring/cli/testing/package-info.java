// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of the packaged command share: real processes, HTTP clients, and a browser. Knows no rule of the balancer. Start
 * with {@link dev.mooring.cli.testing.MooringProcess}.
 */
@NullMarked
package dev.mooring.cli.testing;

import org.jspecify.annotations.NullMarked;
