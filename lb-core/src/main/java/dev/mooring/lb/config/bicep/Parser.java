// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.bicep.Declaration.Decorator;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the statements of a file. After a mistake it goes on with the next item or the next statement, so that all mistakes are
 * reported.
 */
final class Parser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final TypeParser types;
    private final ObjectParser objects;

    private Parser(TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
        this.types = new TypeParser(tokens, expressions);
        this.objects = expressions.literals().objects();
    }

    /** The statements of a text, without those that could not be read, which is reported. */
    static List<Declaration> statements(String text, SyntaxProblems problems) {
        Parser parser = new Parser(new TokenStream(Lexer.tokens(text, problems), problems));
        return parser.statements();
    }

    private List<Declaration> statements() {
        List<Declaration> statements = new ArrayList<>();
        tokens.skipLineEnds();
        while (!tokens.peek().is(Token.Kind.FILE_END) && !tokens.problems().enough()) {
            int before = tokens.mark();
            try {
                tokens.beginStatement();
                statements.add(statement(objects.decorators()));
                if (!tokens.peek().is(Token.Kind.LINE_END) && !tokens.peek().is(Token.Kind.FILE_END)) {
                    throw tokens.unexpected("a new line");
                }
            } catch (TokenStream.Stop reported) {
                tokens.declaredSince(before).ifPresent(statements::add);
                if (tokens.mark() == before || !tokens.atStatement()) {
                    tokens.skipStatement();
                }
            }
            tokens.skipLineEnds();
        }
        return statements;
    }

    private Declaration statement(List<Decorator> decorators) {
        Token keyword = tokens.peek();
        if (!keyword.is(Token.Kind.NAME)) {
            throw tokens.unexpected("a statement such as 'param', 'var', 'resource' or 'module'");
        }
        return switch (keyword.text()) {
            case "param" -> param(decorators);
            case "var" -> variable(decorators);
            case "resource" -> objects.resource(decorators);
            case "module" -> module(decorators);
            case "output" -> output();
            case "type" -> type(decorators);
            case "func" -> function(decorators);
            case "import" -> imported();
            case "using", "extends" -> using();
            case "targetScope" -> scope();
            case "metadata", "assert" -> note();
            case "extension", "provider" -> extension();
            case "test" -> test();
            default -> throw tokens.unexpected("a statement such as 'param', 'var', 'resource' or 'module'");
        };
    }

    private Declaration param(List<Decorator> decorators) {
        tokens.take();
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of the parameter").text();
        Optional<TypeSyntax> type = Optional.empty();
        if (!tokens.at("=")) {
            type = Optional.of(declaredType());
        }
        Optional<Syntax> value = tokens.accept("=") ? Optional.of(value()) : Optional.empty();
        return new Declaration.Param(position, name, type, value, decorators);
    }

    private Declaration variable(List<Decorator> decorators) {
        tokens.take();
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of the variable").text();
        if (!tokens.at("=")) {
            types.type();
        }
        tokens.expect("=");
        return new Declaration.Var(position, name, value(), decorators);
    }

    private Syntax value() {
        tokens.skipLineEndsBeforeValue();
        return expressions.item();
    }

    private Declaration module(List<Decorator> decorators) {
        tokens.take();
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of the module").text();
        Syntax.Text path = objects.textAhead("the path of the module, such as './gateway.bicep'");
        tokens.expect("=");
        return new Declaration.Module(position, name, path, objects.body(), decorators);
    }

    private Declaration output() {
        tokens.take();
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of the output").text();
        TypeSyntax type = declaredType();
        tokens.expect("=");
        return new Declaration.Output(position, name, type, value());
    }

    /** Reads a type, or {@code resource 'type@version'}, which may stand for one. */
    private TypeSyntax declaredType() {
        SourcePosition position = tokens.position();
        if (tokens.peek().isName("resource") && tokens.peek(1).is(Token.Kind.TEXT)) {
            tokens.take();
            tokens.take();
            return new TypeSyntax.Generic(position, "resource");
        }
        return types.type();
    }

    private Declaration type(List<Decorator> decorators) {
        tokens.take();
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of the type").text();
        tokens.expect("=");
        tokens.skipLineEnds();
        return new Declaration.Type(position, name, types.type(), decorators);
    }

    private Declaration function(List<Decorator> decorators) {
        tokens.take();
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of the function").text();
        List<Declaration.Typed> parameters = new ArrayList<>();
        tokens.expect("(");
        tokens.skipLineEnds();
        while (!tokens.accept(")")) {
            SourcePosition at = tokens.position();
            String parameter = tokens.expectName("the name of a parameter").text();
            parameters.add(new Declaration.Typed(at, parameter, types.type()));
            tokens.skipLineEnds();
            if (!tokens.at(")")) {
                tokens.expect(",");
                tokens.skipLineEnds();
            }
        }
        types.type();
        tokens.expect("=>");
        return new Declaration.Func(position, name, parameters, value(), decorators);
    }

    private Declaration imported() {
        SourcePosition position = tokens.position();
        tokens.take();
        if (tokens.peek().is(Token.Kind.TEXT) || tokens.peek().is(Token.Kind.NAME)) {
            return extensionFrom(position);
        }
        List<Declaration.Imported> names = new ArrayList<>();
        String all = "";
        if (tokens.accept("*")) {
            expectWord("as");
            all = tokens.expectName("the name of the name space").text();
        } else {
            names(names);
        }
        expectWord("from");
        Syntax.Text path = objects.textAhead("the path of the file, such as './types.bicep'");
        return new Declaration.Import(position, names, all, path);
    }

    private void names(List<Declaration.Imported> names) {
        tokens.expect("{");
        tokens.skipLineEnds();
        while (!tokens.accept("}")) {
            SourcePosition position = tokens.position();
            Token name = tokens.peek().is(Token.Kind.TEXT) ? tokens.take() : tokens.expectName("a name to import");
            String alias = tokens.acceptName("as") ? tokens.expectName("a name").text() : name.text();
            names.add(new Declaration.Imported(position, name.text(), alias));
            objects.separator("}");
        }
    }

    private void expectWord(String word) {
        if (!tokens.acceptName(word)) {
            throw tokens.unexpected("'" + word + "'");
        }
    }

    private Declaration extension() {
        SourcePosition position = tokens.position();
        tokens.take();
        return extensionFrom(position);
    }

    /** Reads {@code name}, {@code 'path'}, {@code with {...}}, {@code as alias}. */
    private Declaration extensionFrom(SourcePosition position) {
        String name = "";
        if (tokens.peek().is(Token.Kind.NAME)) {
            name = tokens.take().text();
        } else {
            objects.textAhead("the name of the extension");
        }
        if (tokens.acceptName("with")) {
            objects.object();
        }
        if (tokens.acceptName("as")) {
            name = tokens.expectName("the name of the extension here").text();
        }
        if (tokens.at("{")) {
            objects.object();
        }
        return new Declaration.Extension(position, name);
    }

    private Declaration using() {
        boolean extended = tokens.peek().isName("extends");
        tokens.take();
        SourcePosition position = tokens.position();
        if (!extended && tokens.acceptName("none")) {
            return new Declaration.Using(position, Optional.empty(), false);
        }
        Syntax.Text path = objects.textAhead("the path of a file, such as './main.bicep'");
        if (tokens.acceptName("with")) {
            objects.object();
        }
        return new Declaration.Using(position, Optional.of(path), extended);
    }

    private Declaration scope() {
        SourcePosition position = tokens.position();
        tokens.take();
        tokens.expect("=");
        return new Declaration.Scope(position, value());
    }

    private Declaration note() {
        tokens.take();
        SourcePosition position = tokens.position();
        String name = tokens.expectName("a name").text();
        tokens.expect("=");
        return new Declaration.Note(position, name, value());
    }

    private Declaration test() {
        tokens.take();
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of the test").text();
        objects.textAhead("the path of the tested file");
        tokens.expect("=");
        return new Declaration.Note(position, name, objects.body());
    }
}
