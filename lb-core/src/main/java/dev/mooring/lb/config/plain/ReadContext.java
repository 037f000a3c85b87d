// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Resources;

/**
 * What every reader of one file shares.
 *
 * @param file the file's name
 * @param resources where secrets come from
 * @param diagnostics where problems go
 * @param positions where the positions of what was read go
 */
public record ReadContext(String file, Resources resources, Diagnostics diagnostics, Positions positions) {}
