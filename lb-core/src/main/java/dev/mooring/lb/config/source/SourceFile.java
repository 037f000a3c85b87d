// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

/**
 * A configuration file, already read. Immutable.
 *
 * @param name what diagnostics call it: its path as the user gave it
 * @param text its content
 */
public record SourceFile(String name, String text) {}
