// SPDX-License-Identifier: Apache-2.0
/**
 * Reads Bicep: text to tokens, tokens to a syntax tree with positions, and the tree to the expressions and templates of
 * {@link dev.mooring.lb.config.arm}, which evaluates both languages. Nothing is fetched, compiled or run. Start with
 * {@link dev.mooring.lb.config.bicep.BicepReader}.
 */
@NullMarked
package dev.mooring.lb.config.bicep;

import org.jspecify.annotations.NullMarked;
