// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/** What becomes of a request's path. */
public sealed interface PathChange {
    /** It stays as it is. */
    record Keep() implements PathChange {}

    /**
     * Another path stands in its place.
     *
     * @param path the new path; in a rewrite with variables if the rewrite says so
     */
    record Full(String path) implements PathChange {}

    /**
     * Another prefix stands in the place of the one matched, with exactly one slash at the joint.
     *
     * @param prefix what is taken away, whether or not letters differ in case
     * @param replacement what stands there instead
     */
    record Prefix(String prefix, String replacement) implements PathChange {}

    /**
     * A regular expression is looked for, and if found the whole path becomes the replacement, as nginx's rewrite does it.
     *
     * @param pattern the expression, which ignores case
     * @param replacement the new path, with {@code $1} to {@code $9} for groups
     */
    record Regex(String pattern, String replacement) implements PathChange {}

    /** No change. */
    PathChange KEEP = new Keep();
}
