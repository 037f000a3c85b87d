// SPDX-License-Identifier: Apache-2.0
/**
 * The habits of gateway products, one class each: what they tell backends about clients, and what they tell clients by
 * themselves. Pure. Start with {@link dev.mooring.lb.profile.Habits}.
 */
@NullMarked
package dev.mooring.lb.profile;

import org.jspecify.annotations.NullMarked;
