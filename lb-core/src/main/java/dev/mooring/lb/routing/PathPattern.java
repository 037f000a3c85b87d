// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import java.util.regex.Pattern;

/**
 * A regular expression that a whole path must match, with a limit to the work: a path is chosen by a stranger, and some
 * expressions take exponential time on some texts. Immutable; safe from any thread.
 */
final class PathPattern {
    /** Characters looked at in one match: a few milliseconds at most, and far more than an honest expression needs. */
    static final int MAX_STEPS = 100_000;

    private final Pattern pattern;

    /** Throws {@link java.util.regex.PatternSyntaxException} if the text is no regular expression. */
    PathPattern(String regex) {
        pattern = Pattern.compile(regex);
    }

    /**
     * Whether the whole path matches.
     *
     * @throws TooComplex if that is too much work to find out
     */
    boolean matches(String path) {
        try {
            return pattern.matcher(new Limited(path)).matches();
        } catch (StackOverflowError tooDeep) {
            // The JDK's matcher recurses for each repetition of a group, so that a long path can exhaust the stack.
            throw new TooComplex();
        }
    }

    /** A text that counts how often it is looked at. */
    private static final class Limited implements CharSequence {
        private final String text;
        private int steps;

        Limited(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new TooComplex();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Ends a match from within; has no stack trace, so that it costs little. */
    static final class TooComplex extends RuntimeException {
        private TooComplex() {
            super("the path takes more steps than " + MAX_STEPS + " to match", null, false, false);
        }
    }
}
