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

    /** Whether the whole path matches; {@link Result#GAVE_UP} if that is too much work to find out. */
    Result match(String path) {
        try {
            return pattern.matcher(new Limited(path)).matches() ? Result.YES : Result.NO;
        } catch (OutOfSteps | StackOverflowError tooMuch) {
            // The JDK's matcher recurses for each repetition of a group, so that a long path can exhaust the stack as
            // well.
            return Result.GAVE_UP;
        }
    }

    enum Result {
        YES,
        NO,
        GAVE_UP
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
                throw OutOfSteps.INSTANCE;
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

    /** Ends a match from within; has no stack trace, so that it costs nothing. */
    private static final class OutOfSteps extends RuntimeException {
        static final OutOfSteps INSTANCE = new OutOfSteps();

        private OutOfSteps() {
            super("regular expression takes too many steps", null, false, false);
        }
    }
}
