// SPDX-License-Identifier: Apache-2.0
/**
 * Turns the text of a configuration into a tree of nodes that know where they stand, and collects what is wrong with it. Knows
 * nothing of the meaning of keys. Start with {@link dev.mooring.lb.config.source.YamlReader}.
 */
@NullMarked
package dev.mooring.lb.config.source;

import org.jspecify.annotations.NullMarked;
