// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads objects, and the resources that may stand in those of other resources. */
final class ObjectParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Nesting nesting;

    ObjectParser(TokenStream tokens, ExpressionParser expressions, Nesting nesting) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.nesting = nesting;
    }

    Syntax.Fields object() {
        nesting.enter();
        try {
            return opened();
        } finally {
            nesting.leave();
        }
    }

    private Syntax.Fields opened() {
        SourcePosition position = tokens.position();
        List<Syntax.Field> fields = new ArrayList<>();
        List<Declaration.Resource> resources = new ArrayList<>();
        int high = 0;
        tokens.expect("{");
        tokens.skipLineEnds();
        while (!tokens.accept("}")) {
            try {
                if (resourceAhead()) {
                    resources.add(resource(decorators()));
                } else {
                    fields.add(field());
                }
                high = Math.max(high, nesting.height());
                separator("}");
            } catch (TokenStream.Stop reported) {
                recover(reported, "}");
            }
        }
        nesting.built(high);
        return new Syntax.Fields(position, fields, resources);
    }

    private Syntax.Field field() {
        SourcePosition position = tokens.position();
        if (tokens.accept("...")) {
            return new Syntax.Field(position, Optional.empty(), expressions.item());
        }
        Syntax.Text key = key();
        int high = nesting.height();
        tokens.expect(":");
        tokens.skipLineEnds();
        Syntax value = expressions.item();
        nesting.built(Math.max(high, nesting.height()));
        return new Syntax.Field(position, Optional.of(key), value);
    }

    private Syntax.Text key() {
        Token token = tokens.peek();
        if (token.is(Token.Kind.TEXT) || token.is(Token.Kind.TEXT_START)) {
            return expressions.literals().text();
        }
        nesting.leaf();
        SourcePosition position = tokens.position();
        return new Syntax.Text(
                position, List.of(tokens.expectName("the name of a property").text()), List.of());
    }

    private boolean resourceAhead() {
        return tokens.at("@")
                || (tokens.peek().isName("resource") && tokens.peek(1).is(Token.Kind.NAME));
    }

    /** Passes what separates two items: line ends, a comma or both. */
    void separator(String closing) {
        boolean separated = tokens.peek().is(Token.Kind.LINE_END);
        tokens.skipLineEnds();
        if (tokens.accept(",")) {
            separated = true;
            tokens.skipLineEnds();
        }
        if (!separated && !tokens.at(closing)) {
            throw tokens.unexpected("a new line, a comma or '" + closing + "'");
        }
        if (tokens.atStatement()) {
            throw tokens.unexpected("'" + closing + "'");
        }
    }

    /** After a mistake in an item, goes on with the next one; gives up where a new statement begins. */
    void recover(TokenStream.Stop reported, String closing) {
        tokens.skipItem();
        if (closing.equals("]") && tokens.at("}")) {
            // The end of what is around an array that has none.
            throw reported;
        }
        if (!tokens.at(closing) && !tokens.peek().is(Token.Kind.LINE_END) && !tokens.atStatement()) {
            // The bracket of something else.
            tokens.take();
        }
        tokens.accept(",");
        tokens.skipLineEnds();
        if (tokens.atStatement() || tokens.problems().enough()) {
            throw reported;
        }
    }

    List<Declaration.Decorator> decorators() {
        List<Declaration.Decorator> decorators = new ArrayList<>();
        while (tokens.accept("@")) {
            SourcePosition position = tokens.position();
            String name = tokens.expectName("the name of a decorator").text();
            while (tokens.accept(".")) {
                name = tokens.expectName("the name of a decorator").text();
            }
            decorators.add(new Declaration.Decorator(position, name, expressions.arguments()));
            tokens.skipLineEnds();
        }
        return decorators;
    }

    /** Reads {@code resource name 'type@version' existing = body}. */
    Declaration.Resource resource(List<Declaration.Decorator> decorators) {
        if (!tokens.acceptName("resource")) {
            throw tokens.unexpected("a resource behind its decorators");
        }
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of the resource").text();
        Syntax.Text type =
                textAhead("the type of the resource, such as 'Microsoft.Network/publicIPAddresses@2024-05-01'");
        boolean existing = tokens.acceptName("existing");
        tokens.expect("=");
        return new Declaration.Resource(position, name, type, existing, body(), decorators);
    }

    Syntax.Text textAhead(String meaning) {
        if (!tokens.peek().is(Token.Kind.TEXT) && !tokens.peek().is(Token.Kind.TEXT_START)) {
            throw tokens.unexpected(meaning);
        }
        return expressions.literals().text();
    }

    /** Reads what a resource or a module is: an object, a condition or a loop. */
    Syntax body() {
        tokens.skipLineEnds();
        if (expressions.literals().conditionAhead()) {
            return expressions.literals().when();
        }
        if (!tokens.at("{") && !tokens.at("[")) {
            throw tokens.unexpected("'{', '[for' or 'if ('");
        }
        return expressions.literals().primary();
    }
}
