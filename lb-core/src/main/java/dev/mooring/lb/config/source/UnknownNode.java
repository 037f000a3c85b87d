// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

/**
 * A value that is known only in the cloud, or to whoever deploys the file. It stands where the value would stand, so that what
 * does not need it can still be read.
 *
 * @param position where the value would come from
 * @param expression the name under which a user can give the value, such as that of a parameter; empty when something was wrong
 *     with the expression, which was reported
 * @param hint how to give the value; may be empty
 */
public record UnknownNode(SourcePosition position, String expression, String hint) implements Node {

    @Override
    public String kind() {
        return expression.isEmpty() ? "an unknown value" : "the unknown value of " + Wording.quoted(expression);
    }
}
