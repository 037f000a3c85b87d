// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.SourcePosition;

/**
 * One resource as the cloud would see it, every expression evaluated. Immutable.
 *
 * @param type its full type as written, such as {@code Microsoft.Network/applicationGateways}
 * @param apiVersion the version of its form; empty when there is none
 * @param name its full name, such as {@code profile/endpoint} for a child; empty when it is unknown
 * @param body the whole resource; a quoted scalar is text, any other is a number, {@code true}, {@code false} or {@code null}
 * @param position where it was written
 */
public record AzureResource(String type, String apiVersion, String name, MapNode body, SourcePosition position) {}
