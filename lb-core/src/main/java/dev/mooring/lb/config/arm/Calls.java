// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Wording;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls functions: those of the user, those of the cloud, those that every template has. Confined to one thread. */
final class Calls {
    private final Evaluation shared;
    private final Set<String> active = new HashSet<>();

    Calls(Evaluation shared) {
        this.shared = shared;
    }

    /** What a call gives; unknown when it needs something that is. */
    Node call(Expression.Call call, Scope scope) {
        String name = Values.lower(call.function());
        Arguments arguments = new Arguments(shared, call, scope);
        try {
            Optional<Template.Function> own = scope.deployment.function(name);
            if (own.isPresent()) {
                return user(own.get(), arguments);
            }
            Optional<CloudValue> cloud = CloudCalls.value(arguments);
            return cloud.isPresent() ? cloud.get().value() : builtin(unqualified(name), arguments);
        } catch (NotKnown notKnown) {
            return notKnown.node;
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException fails) {
            throw arguments.fails("the result is out of range, or an argument has not the right form");
        }
    }

    private Node builtin(String name, Arguments arguments) {
        Builtin builtin = Builtins.find(name).orElseThrow(() -> unknown(arguments));
        if (arguments.count() < builtin.least() || arguments.count() > builtin.most()) {
            throw count(arguments, builtin.least(), builtin.most());
        }
        return builtin.body().apply(arguments);
    }

    private Node user(Template.Function function, Arguments arguments) {
        int expected = function.parameters().size();
        if (arguments.count() > expected) {
            throw count(arguments, expected, expected);
        }
        Scope inner = Scope.ofFunction(arguments.scope.deployment.namesFrom());
        for (int i = 0; i < expected; i++) {
            Node value = arguments.has(i) ? arguments.value(i) : Values.nothing(arguments.position());
            inner = inner.with(function.parameters().get(i), value);
        }
        String key = Values.lower(function.name());
        if (!active.add(key)) {
            String message = "the function " + Wording.quoted(function.name()) + " calls itself";
            throw Problem.of(DiagnosticCode.TEMPLATE_CYCLE, arguments.position(), message);
        }
        try {
            return shared.interpreter.eval(function.body(), inner);
        } finally {
            active.remove(key);
        }
    }

    private static Problem unknown(Arguments arguments) {
        String name = arguments.call.function();
        String message = "there is no function " + Wording.quoted(name);
        return Problem.of(DiagnosticCode.TEMPLATE_FUNCTION, arguments.position(), message, () -> {
            List<String> names = new ArrayList<>(Builtins.names());
            names.addAll(
                    arguments.scope.deployment.namesFrom().template.functions().keySet());
            return Wording.didYouMean(name, names);
        });
    }

    private static Problem count(Arguments arguments, int least, int most) {
        String expected = least == most
                ? Integer.toString(least)
                : most == Builtin.MANY ? "at least " + least : least + " to " + most;
        String message = arguments.call.function() + ": the wrong number of arguments (found " + arguments.count()
                + ", expected " + expected + ")";
        return Problem.of(DiagnosticCode.TEMPLATE_FUNCTION, arguments.position(), message);
    }

    private static String unqualified(String name) {
        return name.startsWith("sys.") ? name.substring(4) : name.startsWith("az.") ? name.substring(3) : name;
    }
}
