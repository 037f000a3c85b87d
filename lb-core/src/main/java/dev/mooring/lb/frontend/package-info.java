// SPDX-License-Identifier: Apache-2.0
/**
 * Client connections: accepts them, reads their requests, writes their responses. Never chooses a backend. Start with
 * {@link dev.mooring.lb.frontend.FrontendServer}.
 */
@NullMarked
package dev.mooring.lb.frontend;

import org.jspecify.annotations.NullMarked;
