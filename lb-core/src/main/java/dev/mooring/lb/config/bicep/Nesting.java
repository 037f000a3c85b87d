// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

/**
 * Bounds how deep a syntax tree is, so that neither reading it nor walking it can exhaust the stack: going in counts, and so do the
 * steps of a chain such as {@code a.b.c}, which nest although nothing is opened.
 */
final class Nesting {
    /** The most values inside each other. */
    static final int MAX_DEPTH = 100;
    /** The highest tree. */
    static final int MAX_HEIGHT = 400;

    private final TokenStream tokens;
    private int depth;
    private int height;

    Nesting(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** Before something that may contain itself is read. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw tokens.tooDeep(MAX_DEPTH);
        }
    }

    /** After {@link #enter}, also when it failed. */
    void leave() {
        depth--;
    }

    /** The height of the tree that was read last. */
    int height() {
        return height;
    }

    /** Says that a tree was read whose highest part is that high. */
    void built(int highestPart) {
        height = highestPart + 1;
        if (height > MAX_HEIGHT) {
            throw tokens.tooDeep(MAX_HEIGHT);
        }
    }

    /** Says that a leaf was read. */
    void leaf() {
        height = 1;
    }
}
