// SPDX-License-Identifier: Apache-2.0
/**
 * Starts and stops the balancer: what a program that embeds Mooring touches first. It wires the other packages together
 * and holds no decision of its own. Start with {@code ProxyServer}.
 */
@NullMarked
package dev.mooring.lb;

import org.jspecify.annotations.NullMarked;
