// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns expressions as written into those that are evaluated: names are looked up, operators become calls. */
final class ExpressionLowering {
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("==", "equals"),
            Map.entry("<", "less"),
            Map.entry("<=", "lessOrEquals"),
            Map.entry(">", "greater"),
            Map.entry(">=", "greaterOrEquals"),
            Map.entry("+", "add"),
            Map.entry("-", "sub"),
            Map.entry("*", "mul"),
            Map.entry("/", "div"),
            Map.entry("%", "mod"),
            Map.entry("&&", "and"),
            Map.entry("||", "or"),
            Map.entry("??", "coalesce"));

    private final SyntaxProblems problems;
    private final Undefined undefined;
    private final CallLowering calls;
    private final LiteralLowering literals;

    ExpressionLowering(SyntaxProblems problems, Undefined undefined, FileContents contents) {
        this.problems = problems;
        this.undefined = undefined;
        this.calls = new CallLowering(problems, undefined, contents, this);
        this.literals = new LiteralLowering(problems, this);
    }

    LiteralLowering literals() {
        return literals;
    }

    Expression lower(Syntax syntax, Scope scope) {
        if (syntax instanceof Syntax.Text text) {
            return literals.text(text, scope);
        } else if (syntax instanceof Syntax.Constant constant) {
            return Lowered.scalar(constant.position(), constant.text());
        } else if (syntax instanceof Syntax.Name name) {
            return name(name, scope);
        } else if (syntax instanceof Syntax.Fields fields) {
            return literals.fields(fields, scope);
        } else if (syntax instanceof Syntax.Array array) {
            return literals.array(array, scope);
        } else if (syntax instanceof Syntax.Call call) {
            return calls.lower(call, scope);
        } else if (syntax instanceof Syntax.For loop) {
            return loop(loop, scope);
        } else if (syntax instanceof Syntax.Lambda lambda) {
            Expression body = lower(lambda.body(), scope.withLocals(lambda.parameters()));
            return new Expression.Lambda(lambda.position(), lambda.parameters(), body);
        }
        return compound(syntax, scope);
    }

    private Expression compound(Syntax syntax, Scope scope) {
        if (syntax instanceof Syntax.Member member) {
            return member(member, scope);
        } else if (syntax instanceof Syntax.Index index) {
            return index(index, scope);
        } else if (syntax instanceof Syntax.Nested nested) {
            return nested(nested, scope);
        } else if (syntax instanceof Syntax.Unary unary) {
            return unary(unary, scope);
        } else if (syntax instanceof Syntax.Binary binary) {
            return binary(binary, scope);
        } else if (syntax instanceof Syntax.Ternary ternary) {
            return new Expression.Choice(
                    ternary.position(),
                    lower(ternary.condition(), scope),
                    lower(ternary.then(), scope),
                    lower(ternary.otherwise(), scope));
        } else if (syntax instanceof Syntax.When || syntax instanceof Syntax.Spread) {
            problems.syntax(syntax.position(), "this is not Bicep", "a condition or '...'", "a value");
        }
        return Lowered.broken(syntax.position());
    }

    List<Expression> all(List<Syntax> syntaxes, Scope scope) {
        List<Expression> lowered = new ArrayList<>();
        for (Syntax syntax : syntaxes) {
            lowered.add(lower(syntax, scope));
        }
        return lowered;
    }

    private Expression name(Syntax.Name name, Scope scope) {
        return scope.find(name.name())
                .map(meaning -> value(meaning, name.name(), name.position()))
                .orElseGet(() -> undefined.value(name.position(), name.name(), scope));
    }

    private Expression value(Meaning meaning, String name, SourcePosition position) {
        if (meaning instanceof Meaning.Parameter parameter) {
            return new Expression.Parameter(position, parameter.name());
        } else if (meaning instanceof Meaning.Variable variable) {
            return new Expression.Variable(position, variable.name());
        } else if (meaning instanceof Meaning.Entity entity) {
            return new Expression.Symbol(position, entity.symbol());
        } else if (meaning instanceof Meaning.Local local) {
            return new Expression.Local(position, local.name());
        } else if (meaning instanceof Meaning.Elsewhere elsewhere) {
            return undefined.elsewhere(position, elsewhere);
        }
        String found = meaning instanceof Meaning.Type ? "the type " : "the function or name space ";
        problems.report(
                DiagnosticCode.BICEP_SYNTAX, position, "this is no value", found + Wording.quoted(name), "a value");
        return Lowered.broken(position);
    }

    private Expression member(Syntax.Member member, Scope scope) {
        Optional<Meaning.NameSpace> space = nameSpace(member.target(), scope);
        if (space.isEmpty()) {
            return new Expression.Member(
                    member.position(), lower(member.target(), scope), member.name(), member.safe());
        }
        Meaning meaning = space.get().members().get(member.name());
        return meaning == null
                ? undefined.value(member.position(), member.name(), Scope.of(space.get()))
                : value(meaning, member.name(), member.position());
    }

    /** The name space that an expression names. */
    static Optional<Meaning.NameSpace> nameSpace(Syntax syntax, Scope scope) {
        return syntax instanceof Syntax.Name name
                ? scope.find(name.name())
                        .filter(Meaning.NameSpace.class::isInstance)
                        .map(Meaning.NameSpace.class::cast)
                : Optional.empty();
    }

    private Expression index(Syntax.Index index, Scope scope) {
        Expression target = lower(index.target(), scope);
        if (!index.fromEnd()) {
            return new Expression.Index(index.position(), target, lower(index.index(), scope), index.safe());
        }
        if (index.index() instanceof Syntax.Constant constant && constant.text().equals("1")) {
            return Lowered.call(index.position(), "last", target);
        }
        problems.report(
                DiagnosticCode.BICEP_UNSUPPORTED,
                index.position(),
                "an index from the end",
                "'^' with something else than 1",
                "'^1' or an index from the beginning");
        return Lowered.broken(index.position());
    }

    private Expression nested(Syntax.Nested nested, Scope scope) {
        if (lower(nested.target(), scope) instanceof Expression.Symbol parent) {
            return undefined.symbol(nested.position(), parent.name(), nested.name());
        }
        problems.syntax(nested.position(), "'::' follows the name of a resource", "something else", "a resource");
        return Lowered.broken(nested.position());
    }

    private Expression unary(Syntax.Unary unary, Scope scope) {
        if (unary.operator().equals("-") && unary.operand() instanceof Syntax.Constant constant) {
            return Lowered.scalar(unary.position(), "-" + constant.text());
        }
        Expression operand = lower(unary.operand(), scope);
        return switch (unary.operator()) {
            case "!" -> Lowered.call(unary.position(), "not", operand);
            case "-" -> Lowered.call(unary.position(), "sub", Lowered.scalar(unary.position(), "0"), operand);
            default -> operand;
        };
    }

    private Expression binary(Syntax.Binary binary, Scope scope) {
        SourcePosition position = binary.position();
        Expression left = lower(binary.left(), scope);
        Expression right = lower(binary.right(), scope);
        return switch (binary.operator()) {
            case "!=" -> Lowered.call(position, "not", Lowered.call(position, "equals", left, right));
            case "=~" -> sameText(position, left, right);
            case "!~" -> Lowered.call(position, "not", sameText(position, left, right));
            default -> Lowered.call(position, OPERATORS.getOrDefault(binary.operator(), ""), left, right);
        };
    }

    private static Expression sameText(SourcePosition position, Expression left, Expression right) {
        return Lowered.call(
                position, "equals", Lowered.call(position, "toLower", left), Lowered.call(position, "toLower", right));
    }

    private Expression loop(Syntax.For loop, Scope scope) {
        Scope inner = scope.withLocals(List.of(loop.item(), loop.index()));
        Optional<Expression> filter = Optional.empty();
        Syntax body = loop.body();
        if (body instanceof Syntax.When when) {
            filter = Optional.of(lower(when.condition(), inner));
            body = when.body();
        }
        return new Expression.For(loop.position(), over(loop, scope), filter, lower(body, inner));
    }

    /** What a loop goes over. */
    Expression.Loop over(Syntax.For loop, Scope scope) {
        return new Expression.Loop(loop.position(), "", loop.item(), loop.index(), lower(loop.over(), scope));
    }
}
