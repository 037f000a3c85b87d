// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: parses, calls lb-core, prints. Holds no decision about requests. Start with {@link dev.mooring.cli.Mooring}.
 */
@NullMarked
package dev.mooring.cli;

import org.jspecify.annotations.NullMarked;
