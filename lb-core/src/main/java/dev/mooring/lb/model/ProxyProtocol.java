// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/** In which form a backend is told, at the beginning of a connection, whose connection it is. */
public enum ProxyProtocol {
    /** Not at all. */
    OFF,
    /** A line of text. */
    V1,
    /** Octets. */
    V2
}
