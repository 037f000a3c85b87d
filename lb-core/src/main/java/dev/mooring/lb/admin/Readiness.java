// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

/**
 * Whether new requests are welcome. Immutable.
 *
 * @param ready whether they are
 * @param reason why not, such as {@code draining}; empty when they are
 */
public record Readiness(boolean ready, String reason) {
    /** All listeners accept. */
    public static final Readiness READY = new Readiness(true, "");

    /** Requests should go elsewhere. */
    public static Readiness not(String reason) {
        return new Readiness(false, reason);
    }
}
