// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * Which Host a backend is told.
 *
 * @param kind where it comes from
 * @param text the host, for {@link Kind#FIXED}; else empty
 */
public record HostHeaderSpec(Kind kind, String text) {
    /** The one that the client sent. */
    public static final HostHeaderSpec CLIENT = new HostHeaderSpec(Kind.CLIENT, "");

    /** The backend's own name, as the configuration has it. */
    public static final HostHeaderSpec BACKEND = new HostHeaderSpec(Kind.BACKEND, "");

    /** Always this one. */
    public static HostHeaderSpec fixed(String host) {
        return new HostHeaderSpec(Kind.FIXED, host);
    }

    /** Where the Host comes from. */
    public enum Kind {
        CLIENT,
        BACKEND,
        FIXED
    }
}
