// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.RouteSpec.PathSpec;

/** A regular expression for paths, and the routes that have it. Immutable. */
final class PathRegex {
    final Rule[] rules;
    private final SafePattern pattern;
    private final boolean whole;

    PathRegex(PathSpec path, Rule[] rules) {
        this.pattern = SafePattern.of(path.text(), path.ignoreCase());
        this.whole = path.kind() == PathSpec.Kind.REGEX;
        this.rules = rules;
    }

    /** Throws {@link SafePattern.TooComplex}. */
    boolean matches(String path) {
        return whole ? pattern.matches(path) : pattern.begins(path);
    }
}
