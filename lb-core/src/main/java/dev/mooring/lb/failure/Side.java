// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.failure;

/** Who is to blame for a failure. */
public enum Side {
    CLIENT,
    PROXY,
    BACKEND
}
