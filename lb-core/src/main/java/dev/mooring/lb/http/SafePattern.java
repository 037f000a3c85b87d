// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression with a limit to the work: the text it is asked about is chosen by a stranger, and some expressions take
 * exponential time on some texts. Understands what gateways' configurations use beside the JDK's own form: {@code (?P<name>...)}
 * and classes such as {@code [[:alpha:]]}. Immutable; safe from any thread.
 */
public final class SafePattern {
    /** Characters looked at in one match: a few milliseconds at most, and far more than an honest expression needs. */
    public static final int MAX_STEPS = 100_000;

    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P<[A-Za-z0-9_]+>");
    private static final Pattern CLASS =
            Pattern.compile("\\[:(alpha|digit|alnum|upper|lower|punct|graph|print|blank|cntrl|xdigit|space):]");

    private final Pattern pattern;

    private SafePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @throws java.util.regex.PatternSyntaxException if the text is none
     */
    public static SafePattern of(String regex, boolean ignoreCase) {
        return new SafePattern(Pattern.compile(translated(regex), ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
    }

    /** Groups are asked for by number only, so that a name is left out. */
    private static String translated(String regex) {
        String plain = regex.contains("(?P<") ? NAMED_GROUP.matcher(regex).replaceAll("(") : regex;
        return plain.contains("[:")
                ? CLASS.matcher(plain).replaceAll(found -> "\\\\p{" + capital(found.group(1)) + "}")
                : plain;
    }

    private static String capital(String name) {
        return name.equals("xdigit") ? "XDigit" : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * Whether the whole text matches.
     *
     * @throws TooComplex if that is too much work to find out
     */
    public boolean matches(String text) {
        try {
            return matcher(text).matches();
        } catch (StackOverflowError tooDeep) {
            throw new TooComplex();
        }
    }

    /**
     * Whether the beginning of the text matches, whatever follows.
     *
     * @throws TooComplex if that is too much work to find out
     */
    public boolean begins(String text) {
        try {
            return matcher(text).lookingAt();
        } catch (StackOverflowError tooDeep) {
            throw new TooComplex();
        }
    }

    /**
     * Looks for the expression anywhere in the text; null when it is not found.
     *
     * @throws TooComplex if that is too much work to find out
     */
    public @Nullable Found find(String text) {
        try {
            Matcher matcher = matcher(text);
            return matcher.find() ? found(matcher) : null;
        } catch (StackOverflowError tooDeep) {
            throw new TooComplex();
        }
    }

    private static Found found(Matcher matcher) {
        String[] groups = new String[matcher.groupCount() + 1];
        for (int i = 0; i < groups.length; i++) {
            String group = matcher.group(i);
            groups[i] = group == null ? "" : group;
        }
        return new Found(groups);
    }

    private Matcher matcher(String text) {
        return pattern.matcher(new Limited(text));
    }

    /** What was found. Immutable. */
    public static final class Found {
        private final String[] groups;

        private Found(String[] groups) {
            this.groups = groups;
        }

        /** The text of a group; the whole for 0, nothing for one that took no part or does not exist. */
        public String group(int number) {
            return number < groups.length ? groups[number] : "";
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
    public static final class TooComplex extends RuntimeException {
        private TooComplex() {
            super("the text takes more steps than " + MAX_STEPS + " to match", null, false, false);
        }
    }
}
