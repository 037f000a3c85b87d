// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.List;

/**
 * Values in order.
 *
 * @param position where it begins
 * @param items its values
 */
public record ListNode(SourcePosition position, List<Node> items) implements Node {
    public ListNode {
        items = List.copyOf(items);
    }

    @Override
    public String kind() {
        return "a list";
    }
}
