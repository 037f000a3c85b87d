// SPDX-License-Identifier: Apache-2.0
/**
 * Mooring's own form of a configuration, {@code mooring.yaml}, read into the neutral model and written from it. Each map of the
 * form has one reader, whose keys are data. Start with {@link dev.mooring.lb.config.plain.PlainReader}.
 */
@NullMarked
package dev.mooring.lb.config.plain;

import org.jspecify.annotations.NullMarked;
