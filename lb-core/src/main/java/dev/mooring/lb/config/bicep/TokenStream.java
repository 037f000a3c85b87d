// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tokens of a file and how far they were read. A token that does not fit is reported, and {@link Stop} leaves its statement. */
final class TokenStream {
    /** What a statement begins with. */
    static final Set<String> KEYWORDS = Set.of(
            "targetScope",
            "metadata",
            "param",
            "type",
            "var",
            "func",
            "resource",
            "module",
            "output",
            "import",
            "extension",
            "provider",
            "assert",
            "test",
            "using",
            "extends");

    private final List<Token> tokens;
    private final SyntaxProblems problems;
    private int next;
    /** The column of the statement that is being read: what stands further to the right belongs to it. */
    private int statementColumn = 1;

    TokenStream(List<Token> tokens, SyntaxProblems problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    SyntaxProblems problems() {
        return problems;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    /** How many tokens were read. */
    int mark() {
        return next;
    }

    Token take() {
        Token token = peek();
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    boolean at(String symbol) {
        return peek().isSymbol(symbol);
    }

    boolean accept(String symbol) {
        boolean there = at(symbol);
        if (there) {
            take();
        }
        return there;
    }

    boolean acceptName(String name) {
        boolean there = peek().isName(name);
        if (there) {
            take();
        }
        return there;
    }

    Token expect(String symbol) {
        if (!at(symbol)) {
            throw unexpected(Wording.quoted(symbol));
        }
        return take();
    }

    Token expectName(String meaning) {
        if (!peek().is(Token.Kind.NAME)) {
            throw unexpected(meaning);
        }
        return take();
    }

    void skipLineEnds() {
        while (peek().is(Token.Kind.LINE_END)) {
            take();
        }
    }

    /** The first token that is no line end, however far away; nothing is read. */
    Token beyondLineEnds() {
        // Line ends never follow each other.
        return peek().is(Token.Kind.LINE_END) ? peek(1) : peek();
    }

    SourcePosition position() {
        return problems.at(peek());
    }

    /** Reports the token here. */
    Stop unexpected(String expected) {
        problems.syntax(position(), "something else is expected here", peek().described(), expected);
        return new Stop();
    }

    Stop tooDeep(int most) {
        problems.limit(position(), "nested too deeply", "more than " + most + " levels", "at most " + most);
        return new Stop();
    }

    void beginStatement() {
        statementColumn = peek().column();
    }

    /** Passes line ends before a value that may begin on the next line, but not the statement that stands there instead. */
    void skipLineEndsBeforeValue() {
        if (peek().is(Token.Kind.LINE_END)) {
            Token end = take();
            if (atStatement()) {
                problems.syntax(problems.at(end), "something else is expected here", end.described(), "a value");
                throw new Stop();
            }
        }
    }

    /** Whether a new statement begins here, as far as words and columns can tell. */
    boolean atStatement() {
        Token token = peek();
        if (token.is(Token.Kind.FILE_END)) {
            return true;
        }
        boolean fresh = next == 0 || peek(-1).is(Token.Kind.LINE_END);
        if (!fresh || token.column() > statementColumn) {
            return false;
        }
        return token.isSymbol("@") || (KEYWORDS.contains(token.text()) && followsKeyword(peek(1)));
    }

    private static boolean followsKeyword(Token token) {
        return switch (token.kind()) {
            case NAME, TEXT, TEXT_START -> true;
            case SYMBOL ->
                token.text().equals("=")
                        || token.text().equals("*")
                        || token.text().equals("{");
            default -> false;
        };
    }

    /** Goes on to where the next statement begins; at least one token further. */
    void skipStatement() {
        take();
        while (!atStatement()) {
            take();
        }
    }

    /** What the statement that began there would have declared, as far as it was read. */
    Optional<Declaration> declaredSince(int mark) {
        for (int i = mark; i < next; i++) {
            Token name = tokens.get(i + 1);
            if (KEYWORDS.contains(tokens.get(i).text()) && name.is(Token.Kind.NAME)) {
                return Optional.of(new Declaration.Broken(problems.at(name), name.text()));
            }
        }
        return Optional.empty();
    }

    /**
     * Goes on to the end of the item in which a mistake was found: the next line end or closing bracket that belongs to what is
     * around it.
     */
    void skipItem() {
        int open = 0;
        while (!atStatement()) {
            Token token = peek();
            if (token.isSymbol("{") || token.isSymbol("[") || token.isSymbol("(")) {
                open++;
            } else if (token.isSymbol(")")) {
                // Without one that opens, it closes what was left in the middle.
                open = Math.max(0, open - 1);
            } else if (token.isSymbol("}") || token.isSymbol("]")) {
                if (open == 0) {
                    return;
                }
                open--;
            } else if (token.is(Token.Kind.LINE_END) && open == 0) {
                return;
            }
            take();
        }
    }

    /** Leaves what cannot be read; what was wrong is reported already. Never leaves the package. */
    static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super("reported", null, false, false);
        }
    }
}
