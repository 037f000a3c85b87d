// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Template;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Declares the names of one file and turns its variables and functions into those of the template that needs the file. */
final class FileLowering {
    /** The name space of the user's functions, so that none is mistaken for a common one. */
    private static final String USER = "user.";

    private final BicepFile file;
    private final LoweredTemplate template;
    private final SyntaxProblems problems;
    private final Scope scope = Scope.file();
    private final ExpressionLowering expressions;
    private final ParameterTypes types;
    private final Map<String, Meaning> exported = new LinkedHashMap<>();

    FileLowering(BicepFile file, LoweredTemplate template) {
        this.file = file;
        this.template = template;
        this.problems = new SyntaxProblems(file.name(), template.diagnostics());
        FileContents contents = new FileContents(file.name(), template.files(), template.diagnostics());
        this.expressions = new ExpressionLowering(problems, template.undefined(), contents);
        this.types = new ParameterTypes(template.undefined());
    }

    Scope scope() {
        return scope;
    }

    ExpressionLowering expressions() {
        return expressions;
    }

    ParameterTypes types() {
        return types;
    }

    SyntaxProblems problems() {
        return problems;
    }

    /** What other files may import. */
    Map<String, Meaning> exported() {
        return exported;
    }

    /** Declares all names of the file: after this, expressions can be lowered. */
    void declare(ImportedFiles imports, boolean imported) {
        for (Declaration declaration : file.statements()) {
            if (declaration instanceof Declaration.Var variable) {
                declare(variable.position(), variable.name(), new Meaning.Variable(template.unique(variable.name())));
                export(variable.name(), variable.decorators());
            } else if (declaration instanceof Declaration.Func function) {
                String unique = template.unique(USER + function.name());
                declare(function.position(), function.name(), new Meaning.Function(unique));
                export(function.name(), function.decorators());
            } else if (declaration instanceof Declaration.Type type) {
                declare(type.position(), type.name(), new Meaning.Type(type.type(), scope));
                export(type.name(), type.decorators());
            } else if (declaration instanceof Declaration.Import names) {
                imports.names(file, names).forEach((name, meaning) -> declare(names.position(), name, meaning));
            } else if (imported) {
                hidden(declaration);
            } else {
                declareOwn(declaration);
            }
        }
    }

    private void declareOwn(Declaration declaration) {
        if (declaration instanceof Declaration.Param param) {
            declare(param.position(), param.name(), new Meaning.Parameter(param.name()));
        } else if (declaration instanceof Declaration.Resource resource) {
            declare(resource.position(), resource.name(), new Meaning.Entity(resource.name()));
        } else if (declaration instanceof Declaration.Module module) {
            declare(module.position(), module.name(), new Meaning.Entity(module.name()));
        } else {
            hidden(declaration);
        }
    }

    /** Declares a name whose value is not known here, so that its use is no mistake. */
    private void hidden(Declaration declaration) {
        String name = "";
        if (declaration instanceof Declaration.Param param) {
            name = param.name();
        } else if (declaration instanceof Declaration.Resource resource) {
            name = resource.name();
        } else if (declaration instanceof Declaration.Module module) {
            name = module.name();
        } else if (declaration instanceof Declaration.Extension extension) {
            name = extension.name();
        } else if (declaration instanceof Declaration.Broken broken) {
            name = broken.name();
        }
        if (!name.isEmpty()) {
            scope.declare(name, new Meaning.Elsewhere(name, ""));
        }
    }

    private void declare(SourcePosition position, String name, Meaning meaning) {
        if (!scope.declare(name, meaning)) {
            String message = "the name " + Wording.quoted(name) + " is declared twice";
            problems.report(DiagnosticCode.DUPLICATE_NAME, position, message);
        }
    }

    private void export(String name, List<Declaration.Decorator> decorators) {
        Decorators.check(decorators, template.undefined());
        if (Decorators.has(decorators, "export")) {
            scope.find(name).ifPresent(meaning -> exported.put(name, meaning));
        }
    }

    /** Lowers the variables and functions of the file, and checks its types. */
    void lowerShared() {
        for (Declaration declaration : file.statements()) {
            if (declaration instanceof Declaration.Var variable) {
                if (scope.find(variable.name()).orElseThrow() instanceof Meaning.Variable meaning) {
                    template.variables().putIfAbsent(lower(meaning.name()), expressions.lower(variable.value(), scope));
                }
            } else if (declaration instanceof Declaration.Func function) {
                if (scope.find(function.name()).orElseThrow() instanceof Meaning.Function meaning) {
                    template.functions().putIfAbsent(lower(meaning.name()), function(function, meaning.name()));
                }
            } else if (declaration instanceof Declaration.Type type) {
                types.check(type.type(), scope);
            }
        }
    }

    private Template.Function function(Declaration.Func function, String name) {
        List<String> parameters =
                function.parameters().stream().map(Declaration.Typed::name).toList();
        function.parameters().forEach(parameter -> types.check(parameter.type(), scope));
        return new Template.Function(
                function.position(),
                name,
                parameters,
                expressions.lower(function.body(), scope.withLocals(parameters)));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
