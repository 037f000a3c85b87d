// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * Where the access log goes.
 *
 * @param target off, standard error or a file
 * @param file the path of the file, for {@link Target#FILE}; else empty
 */
public record AccessLogSpec(Target target, String file) {
    /** No access log. */
    public static final AccessLogSpec OFF = new AccessLogSpec(Target.OFF, "");

    /** The places it can go to. */
    public enum Target {
        OFF,
        STDERR,
        FILE
    }
}
