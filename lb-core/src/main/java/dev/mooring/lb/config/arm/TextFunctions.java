// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Functions that make text. */
final class TextFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("concat", 0, Builtin.MANY, TextFunctions::concat),
            new Builtin("format", 1, Builtin.MANY, TextFunctions::format),
            new Builtin("toLower", 1, 1, a -> a.made(a.text(0).toLowerCase(Locale.ROOT))),
            new Builtin("toUpper", 1, 1, a -> a.made(a.text(0).toUpperCase(Locale.ROOT))),
            new Builtin("trim", 1, 1, a -> a.made(a.text(0).strip())),
            new Builtin("string", 1, 1, a -> a.made(a.shown(0))),
            new Builtin("replace", 3, 3, TextFunctions::replace),
            new Builtin("substring", 2, 3, TextFunctions::substring),
            new Builtin("padLeft", 2, 3, TextFunctions::padLeft),
            new Builtin("startsWith", 2, 2, a -> a.made(lower(a, 0).startsWith(lower(a, 1)))),
            new Builtin("endsWith", 2, 2, a -> a.made(lower(a, 0).endsWith(lower(a, 1)))),
            new Builtin("split", 2, 2, TextFunctions::split),
            new Builtin("join", 1, 2, TextFunctions::join),
            new Builtin("uniqueString", 1, Builtin.MANY, a -> a.made(unique(joined(a)))),
            new Builtin("guid", 1, Builtin.MANY, a -> a.made(uuid(joined(a)))),
            // Not new each time: a file that is read twice says the same twice.
            new Builtin("newGuid", 0, 0, a -> a.made(uuid("new"))));

    private static final int MAX_PIECES = 100_000;
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int UNIQUE_LENGTH = 13;

    private TextFunctions() {}

    private static String lower(Arguments a, int index) {
        return a.text(index).toLowerCase(Locale.ROOT);
    }

    private static Node concat(Arguments a) {
        if (a.has(0) && a.known(0) instanceof ListNode) {
            List<Node> all = new ArrayList<>();
            for (int i = 0; i < a.count(); i++) {
                a.spend(a.list(i).items().size());
                all.addAll(a.list(i).items());
            }
            return a.made(all);
        }
        TextBuilder text = new TextBuilder(a.position());
        for (int i = 0; i < a.count(); i++) {
            text.append(a.shown(i));
        }
        return a.made(text.toString());
    }

    private static Node format(Arguments a) {
        List<Node> values = new ArrayList<>();
        for (int i = 1; i < a.count(); i++) {
            values.add(a.known(i));
        }
        return a.made(CompositeFormat.apply(a, a.text(0), values));
    }

    private static Node replace(Arguments a) {
        String text = a.text(0);
        String from = a.needle(text, a.text(1));
        if (from.isEmpty()) {
            throw a.fails("there is nothing to replace");
        }
        String to = a.text(2);
        TextBuilder result = new TextBuilder(a.position());
        int at = 0;
        for (int next = text.indexOf(from); next >= 0; next = text.indexOf(from, at)) {
            result.append(text.substring(at, next)).append(to);
            at = next + from.length();
        }
        return a.made(result.append(text.substring(at)).toString());
    }

    private static Node substring(Arguments a) {
        String text = a.text(0);
        int start = a.size(1);
        long length = a.has(2) ? a.size(2) : (long) text.length() - start;
        if (start < 0 || length < 0 || start + length > text.length()) {
            throw a.fails("the part does not lie inside the text (found " + start + " and " + length
                    + ", expected at most " + text.length() + " in all)");
        }
        return a.made(text.substring(start, (int) (start + length)));
    }

    private static Node padLeft(Arguments a) {
        String text = a.shown(0);
        String pad = a.has(2) ? a.text(2) : " ";
        if (pad.length() != 1 || a.size(1) > Budget.MAX_TEXT) {
            throw a.fails("needs one character, and a length of at most " + Budget.MAX_TEXT);
        }
        return a.made(pad.repeat(Math.max(0, a.size(1) - text.length())) + text);
    }

    private static Node split(Arguments a) {
        String text = a.text(0);
        List<String> delimiters = new ArrayList<>();
        if (a.known(1) instanceof ListNode list) {
            list.items().forEach(item -> delimiters.add(item instanceof ScalarNode scalar ? scalar.text() : ""));
        } else {
            delimiters.add(a.text(1));
        }
        delimiters.removeIf(String::isEmpty);
        delimiters.forEach(delimiter -> a.needle(text, delimiter));
        List<Node> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); ) {
            int length = delimiterAt(text, i, delimiters);
            if (length > 0) {
                pieces.add(a.made(text.substring(start, i)));
                start = i + length;
                if (pieces.size() > MAX_PIECES) {
                    throw Problem.limit(a.position(), "split makes more than " + MAX_PIECES + " pieces");
                }
            }
            i += Math.max(1, length);
        }
        pieces.add(a.made(text.substring(start)));
        return a.made(pieces);
    }

    private static int delimiterAt(String text, int at, List<String> delimiters) {
        for (String delimiter : delimiters) {
            if (text.startsWith(delimiter, at)) {
                return delimiter.length();
            }
        }
        return 0;
    }

    private static Node join(Arguments a) {
        String between = a.has(1) ? a.text(1) : "";
        TextBuilder text = new TextBuilder(a.position());
        String before = "";
        for (Node item : a.list(0).items()) {
            text.append(before).append(Arguments.shown(item));
            before = between;
        }
        return a.made(text.toString());
    }

    private static String joined(Arguments a) {
        TextBuilder text = new TextBuilder(a.position());
        for (int i = 0; i < a.count(); i++) {
            text.append(a.shown(i)).append("\n");
        }
        return text.toString();
    }

    private static String uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** As long as what the cloud makes, of the same letters, and as stable; how the cloud makes it is not public. */
    private static String unique(String of) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < UNIQUE_LENGTH; i++) {
                text.append(DIGITS.charAt(hash[i] & 31));
            }
            return text.toString();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
