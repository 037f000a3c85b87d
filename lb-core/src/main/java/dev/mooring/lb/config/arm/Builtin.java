// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import java.util.function.Function;

/**
 * A function that every template may call.
 *
 * @param name its name as it is usually written
 * @param least how many arguments it takes at least
 * @param most how many it takes at most
 * @param body what it does
 */
record Builtin(String name, int least, int most, Function<Arguments, Node> body) {
    /** As many arguments as one likes. */
    static final int MANY = Integer.MAX_VALUE;
}
