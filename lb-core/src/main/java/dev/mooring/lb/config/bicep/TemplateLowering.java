// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.arm.Template;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a file that was read into a template. */
final class TemplateLowering {
    private final BicepFile source;
    private final LoweredTemplate template;
    private final FileLowering file;
    private final ResourceLowering resources;
    private final Map<String, Template.Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Expression> outputs = new LinkedHashMap<>();

    private TemplateLowering(BicepFile source, LoweredTemplate template) {
        this.source = source;
        this.template = template;
        this.file = new FileLowering(source, template);
        this.resources = new ResourceLowering(file, template.undefined());
    }

    /**
     * The template that a file describes.
     *
     * @param source the file
     * @param files the files that it may import
     * @param given names in lower case for which the user gave a value
     * @param diagnostics where problems go
     */
    static Template of(BicepFile source, LinkedFiles files, Set<String> given, Diagnostics diagnostics) {
        Undefined undefined = new Undefined(diagnostics, given);
        return new TemplateLowering(source, new LoweredTemplate(files, diagnostics, undefined)).lower();
    }

    private Template lower() {
        file.declare(new ImportedFiles(template), false);
        for (Declaration declaration : source.statements()) {
            if (declaration instanceof Declaration.Resource resource) {
                resources.declareNested(resource, resource.name());
            }
        }
        file.lowerShared();
        source.statements().forEach(this::lower);
        template.undefined().parameters().forEach(parameters::putIfAbsent);
        return new Template(
                SourcePosition.start(source.name()),
                parameters,
                template.variables(),
                template.functions(),
                resources.resources(),
                outputs);
    }

    private void lower(Declaration declaration) {
        if (declaration instanceof Declaration.Param param) {
            parameters.putIfAbsent(param.name().toLowerCase(Locale.ROOT), parameter(param));
        } else if (declaration instanceof Declaration.Resource resource) {
            resources.add(resource);
        } else if (declaration instanceof Declaration.Module module) {
            resources.add(module);
        } else if (declaration instanceof Declaration.Output output) {
            file.types().check(output.type(), file.scope());
            Expression value = file.expressions().lower(output.value(), file.scope());
            outputs.putIfAbsent(output.name().toLowerCase(Locale.ROOT), value);
        } else if (declaration instanceof Declaration.Note note) {
            file.expressions().lower(note.value(), file.scope());
        } else if (declaration instanceof Declaration.Extension extension) {
            String message = "extensions have no effect here (found 'extension', expected resources of Azure)";
            file.problems().report(DiagnosticCode.BICEP_UNSUPPORTED, extension.position(), message);
        }
    }

    private Template.Parameter parameter(Declaration.Param param) {
        Optional<Expression> value =
                param.value().map(syntax -> file.expressions().lower(syntax, file.scope()));
        if (param.type().isEmpty()) {
            file.problems()
                    .syntax(
                            param.position(),
                            "this parameter has no type",
                            "'='",
                            "a type such as string, or 'using' at the beginning of a file that gives values");
            return new Template.Parameter(param.position(), param.name(), "", false, List.of(), value);
        }
        Decorators.check(param.decorators(), template.undefined());
        TypeSyntax type = param.type().get();
        file.types().check(type, file.scope());
        ParameterTypes.Shape shape = file.types().shape(type, file.scope());
        return new Template.Parameter(
                param.position(),
                param.name(),
                kind(shape.kind(), param.decorators()),
                shape.nullable(),
                allowed(shape, param.decorators()),
                value);
    }

    private static String kind(String kind, List<Declaration.Decorator> decorators) {
        boolean secure = Decorators.has(decorators, "secure");
        return switch (kind) {
            case "string" -> secure ? "secureString" : kind;
            case "object" -> secure ? "secureObject" : kind;
            default -> kind;
        };
    }

    /** The only values, by the type or by a decorator; of an array it is the items that are restricted, so nothing is said. */
    private List<Node> allowed(ParameterTypes.Shape shape, List<Declaration.Decorator> decorators) {
        if (shape.kind().equals("array")) {
            return List.of();
        }
        for (Declaration.Decorator decorator : decorators) {
            if (decorator.name().equals("allowed")
                    && decorator.arguments().size() == 1
                    && file.expressions().lower(decorator.arguments().get(0), file.scope())
                            instanceof Expression.Literal literal
                    && literal.value() instanceof ListNode list) {
                return list.items();
            }
        }
        return shape.only();
    }
}
