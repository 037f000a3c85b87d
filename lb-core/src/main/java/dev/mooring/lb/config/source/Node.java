// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

/** A value of a configuration file and where it stands, whether it was written in YAML or JSON. Immutable. */
public sealed interface Node permits ScalarNode, ListNode, MapNode, UnknownNode {
    /** Where the value begins. */
    SourcePosition position();

    /** What a message calls it, such as {@code a list}. Never its content, which may be a secret. */
    String kind();
}
