// SPDX-License-Identifier: Apache-2.0
/**
 * Templates that describe resources of Azure: their expressions, the lazy evaluator of these, and the reader of the JSON form.
 * What other languages write as a template becomes the same {@link dev.mooring.lb.config.arm.Template}. Knows nothing of what a
 * resource means. Start with {@link dev.mooring.lb.config.arm.ArmReader}.
 */
@NullMarked
package dev.mooring.lb.config.arm;

import org.jspecify.annotations.NullMarked;
