// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * What happens when no backend of a pool can serve.
 *
 * @param status what the client gets
 * @param failOpen whether backends that are all unhealthy are used nevertheless
 */
public record UnavailableSpec(int status, boolean failOpen) {
    /** 503. */
    public static final UnavailableSpec DEFAULT = new UnavailableSpec(503, false);
}
