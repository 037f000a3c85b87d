// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.Optional;

/** Whether two values are the same, wherever they were written. */
final class Equality {
    private Equality() {}

    static boolean same(Arguments a, Node one, Node other) {
        a.spend(1);
        if (one instanceof UnknownNode unknown) {
            throw new NotKnown(unknown);
        }
        if (other instanceof UnknownNode unknown) {
            throw new NotKnown(unknown);
        }
        if (one instanceof ScalarNode left && other instanceof ScalarNode right) {
            return scalars(left, right);
        }
        if (one instanceof ListNode left && other instanceof ListNode right) {
            boolean same = left.items().size() == right.items().size();
            for (int i = 0; same && i < left.items().size(); i++) {
                same = same(a, left.items().get(i), right.items().get(i));
            }
            return same;
        }
        return one instanceof MapNode left && other instanceof MapNode right && maps(a, left, right);
    }

    private static boolean maps(Arguments a, MapNode left, MapNode right) {
        boolean same = left.entries().size() == right.entries().size();
        for (MapNode.Entry entry : left.entries()) {
            if (!same) {
                return false;
            }
            a.spend(1 + right.entries().size() / 8);
            Optional<Node> other = right.find(entry.key());
            same = other.isPresent() && same(a, entry.value(), other.get());
        }
        return same;
    }

    private static boolean scalars(ScalarNode left, ScalarNode right) {
        if (left.quoted() || right.quoted()) {
            return left.quoted() && right.quoted() && left.text().equals(right.text());
        }
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return left.text().equals(right.text())
                    || Double.parseDouble(left.text()) == Double.parseDouble(right.text());
        }
        return left.isNull() == right.isNull() && (left.isNull() || left.text().equalsIgnoreCase(right.text()));
    }
}
