// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that can go wrong with a request, as one closed list, and whether it may be tried again. Start with
 * {@link dev.mooring.lb.failure.Failure}.
 */
@NullMarked
package dev.mooring.lb.failure;

import org.jspecify.annotations.NullMarked;
