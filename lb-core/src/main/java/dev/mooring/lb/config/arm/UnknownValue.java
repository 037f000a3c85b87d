// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.SourcePosition;

/**
 * Something that only the cloud or the user knows. Immutable.
 *
 * @param name what the user calls it to give its value, such as {@code adminPassword} or
 *     {@code reference(publicIPAddresses/web).ipAddress}
 * @param position where it was first needed
 * @param hint how to give it
 */
public record UnknownValue(String name, SourcePosition position, String hint) {}
