// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns calls into those of the common functions; those that only Bicep has are done here. */
final class CallLowering {
    private static final int ENVIRONMENT_WITH_DEFAULT = 2;

    private final SyntaxProblems problems;
    private final Undefined undefined;
    private final FileContents contents;
    private final ExpressionLowering expressions;

    CallLowering(SyntaxProblems problems, Undefined undefined, FileContents contents, ExpressionLowering expressions) {
        this.problems = problems;
        this.undefined = undefined;
        this.contents = contents;
        this.expressions = expressions;
    }

    Expression lower(Syntax.Call call, Scope scope) {
        if (call.receiver().isEmpty()) {
            return function(call, scope.find(call.function()), scope);
        }
        Syntax receiver = call.receiver().get();
        if (isBuiltInSpace(receiver, scope)) {
            return builtIn(call, scope);
        }
        Optional<Meaning.NameSpace> space = ExpressionLowering.nameSpace(receiver, scope);
        if (space.isPresent()) {
            Meaning meaning = space.get().members().get(call.function());
            if (meaning == null) {
                undefined.report(call.position(), "function", call.function(), Scope.of(space.get())::names);
                expressions.all(call.arguments(), scope);
                return Lowered.broken(call.position());
            }
            return function(call, Optional.of(meaning), scope);
        }
        if (receiver instanceof Syntax.Name name
                && scope.find(name.name()).orElse(null) instanceof Meaning.Elsewhere elsewhere) {
            expressions.all(call.arguments(), scope);
            return undefined.elsewhere(call.position(), elsewhere);
        }
        List<Expression> arguments = new ArrayList<>();
        arguments.add(expressions.lower(receiver, scope));
        arguments.addAll(expressions.all(call.arguments(), scope));
        return new Expression.Call(call.position(), call.function(), arguments);
    }

    private static boolean isBuiltInSpace(Syntax receiver, Scope scope) {
        return receiver instanceof Syntax.Name name
                && (name.name().equals("sys") || name.name().equals("az"))
                && scope.find(name.name()).isEmpty();
    }

    private Expression function(Syntax.Call call, Optional<Meaning> meaning, Scope scope) {
        if (meaning.isPresent() && meaning.get() instanceof Meaning.Function function) {
            return new Expression.Call(call.position(), function.name(), expressions.all(call.arguments(), scope));
        }
        if (meaning.isPresent() && meaning.get() instanceof Meaning.Elsewhere elsewhere) {
            expressions.all(call.arguments(), scope);
            return undefined.elsewhere(call.position(), elsewhere);
        }
        return builtIn(call, scope);
    }

    private Expression builtIn(Syntax.Call call, Scope scope) {
        SourcePosition position = call.position();
        if (call.function().equals("nameof") && call.arguments().size() == 1) {
            return Lowered.text(position, nameOf(call.arguments().get(0)));
        }
        List<Expression> arguments = expressions.all(call.arguments(), scope);
        if (FileContents.isLoader(call.function())) {
            return contents.load(position, call.function(), arguments);
        }
        return switch (call.function()) {
            case "any" -> arguments.isEmpty() ? Lowered.broken(position) : arguments.get(0);
            case "readEnvironmentVariable" -> environment(position, arguments);
            case "externalInput", "readCliArg", "readEnvVar", "getSecret" ->
                outside(position, call.function(), arguments);
            default -> new Expression.Call(position, call.function(), arguments);
        };
    }

    /** The environment belongs to whoever runs Mooring, not to the file: a file does not get to see it. */
    private Expression environment(SourcePosition position, List<Expression> arguments) {
        if (arguments.size() < ENVIRONMENT_WITH_DEFAULT) {
            return outside(position, "readEnvironmentVariable", arguments);
        }
        String name = FileContents.text(arguments.get(0)).orElse("");
        String message = "files do not see the environment: the default stands for " + Wording.quoted(name);
        problems.report(DiagnosticCode.UNKNOWN_VALUE, position, message);
        return arguments.get(1);
    }

    private Expression outside(SourcePosition position, String function, List<Expression> arguments) {
        String first =
                arguments.isEmpty() ? "" : FileContents.text(arguments.get(0)).orElse("...");
        return undefined.given(position, function + "(" + first + ")");
    }

    private static String nameOf(Syntax syntax) {
        if (syntax instanceof Syntax.Name name) {
            return name.name();
        } else if (syntax instanceof Syntax.Member member) {
            return member.name();
        }
        return syntax instanceof Syntax.Nested nested ? nested.name() : "";
    }
}
