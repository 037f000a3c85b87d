// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/** Which of several routes that match a request is taken. */
public enum RouteOrder {
    /** The most specific one, as {@link RouteSpec} says. */
    MOST_SPECIFIC,
    /** The one that stands first, whatever it looks like. */
    FIRST
}
