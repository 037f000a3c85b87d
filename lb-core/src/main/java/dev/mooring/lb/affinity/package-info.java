// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the backend that a client is bound to, and says how to keep it there. Never chooses a backend for an unbound
 * client. Start with {@link dev.mooring.lb.affinity.Affinity}.
 */
@NullMarked
package dev.mooring.lb.affinity;

import org.jspecify.annotations.NullMarked;
