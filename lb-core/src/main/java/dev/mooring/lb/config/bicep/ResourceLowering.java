// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.arm.Template;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns resources and modules into those of a template. Nested ones become resources of their own, named by their parents. */
final class ResourceLowering {
    private static final String MODULE_TYPE = "Microsoft.Resources/deployments";
    /** What has a place of its own in a template, or means nothing without a cloud. */
    private static final Set<String> NOT_BODY = Set.of("name", "parent", "scope", "dependsOn");

    private final FileLowering file;
    private final Undefined undefined;
    private final List<Template.Resource> resources = new ArrayList<>();

    ResourceLowering(FileLowering file, Undefined undefined) {
        this.file = file;
        this.undefined = undefined;
    }

    List<Template.Resource> resources() {
        return resources;
    }

    /** Declares the symbols of the resources inside a resource, however deep: any expression may use them. */
    void declareNested(Declaration.Resource resource, String symbol) {
        for (Declaration.Resource nested : Shape.of(resource.body()).nested()) {
            undefined.declareSymbol(symbol + "::" + nested.name());
            declareNested(nested, symbol + "::" + nested.name());
        }
    }

    void add(Declaration.Resource resource) {
        add(resource, file.scope(), Optional.empty());
    }

    private void add(Declaration.Resource resource, Scope around, Optional<Template.Resource> outer) {
        String symbol = outer.map(parent -> parent.symbol() + "::").orElse("") + resource.name();
        Shape shape = Shape.of(resource.body());
        if (shape.fields().isEmpty()) {
            notAnObject(resource.body());
            return;
        }
        Syntax.Fields fields = shape.fields().get();
        Scope scope = shape.loop().map(loop -> loopScope(loop, around)).orElse(around);
        TypeName type = type(resource.type(), outer);
        Optional<Expression> parent = outer.<Expression>map(
                        holder -> new Expression.Symbol(resource.position(), holder.symbol()))
                .or(() -> fields.find("parent").map(value -> file.expressions().lower(value, scope)));
        Expression name = name(resource, fields, scope);
        unused(fields, scope);
        Template.Resource lowered = new Template.Resource(
                resource.position(),
                symbol,
                type.name(),
                type.version(),
                name,
                body(type, name, fields, scope.inside(nestedNames(fields, symbol))),
                placement(shape, around, scope, parent, resource.existing()),
                Optional.empty());
        resources.add(lowered);
        for (Declaration.Resource nested : fields.resources()) {
            add(nested, scope.inside(nestedNames(fields, symbol)), Optional.of(lowered));
        }
    }

    void add(Declaration.Module module) {
        Shape shape = Shape.of(module.body());
        if (shape.fields().isEmpty()) {
            notAnObject(module.body());
            return;
        }
        Syntax.Fields fields = shape.fields().get();
        Scope scope = shape.loop().map(loop -> loopScope(loop, file.scope())).orElse(file.scope());
        Expression name = fields.find("name")
                .map(value -> file.expressions().lower(value, scope))
                .orElseGet(() -> Lowered.text(module.position(), module.name()));
        unused(fields, scope);
        Optional<Expression> given =
                fields.find("params").map(value -> file.expressions().lower(value, scope));
        Template.Linked link =
                new Template.Linked(module.path().position(), file.expressions().lower(module.path(), file.scope()));
        resources.add(new Template.Resource(
                module.position(),
                module.name(),
                MODULE_TYPE,
                "",
                name,
                new Expression.Fields(module.position(), List.of()),
                placement(shape, file.scope(), scope, Optional.empty(), false),
                Optional.of(new Template.Module(link, given, false))));
    }

    private void notAnObject(Syntax body) {
        if (!(body instanceof Syntax.Broken)) {
            file.problems().syntax(body.position(), "this is not Bicep", "another value", "an object");
        }
    }

    private Expression name(Declaration.Resource resource, Syntax.Fields fields, Scope scope) {
        Optional<Syntax> name = fields.find("name");
        if (name.isEmpty()) {
            String message = "the resource " + Wording.quoted(resource.name())
                    + " has no name (found no 'name', expected 'name: ...')";
            file.problems().report(DiagnosticCode.MISSING_KEY, resource.position(), message);
            return Lowered.text(resource.position(), resource.name());
        }
        return file.expressions().lower(name.get(), scope);
    }

    /** Looks at what has no effect here, only for the names in it. */
    private void unused(Syntax.Fields fields, Scope scope) {
        fields.find("scope").ifPresent(value -> file.expressions().lower(value, scope));
        fields.find("dependsOn").ifPresent(value -> file.expressions().lower(value, scope));
    }

    private Expression body(TypeName type, Expression name, Syntax.Fields fields, Scope scope) {
        SourcePosition position = fields.position();
        List<Expression.Field> all = new ArrayList<>();
        all.add(property(position, "type", Lowered.text(position, type.name())));
        all.add(property(position, "apiVersion", Lowered.text(position, type.version())));
        all.add(property(position, "name", name));
        all.add(new Expression.Spread(position, file.expressions().literals().fields(fields, scope, NOT_BODY)));
        return new Expression.Fields(position, all);
    }

    private static Expression.Field property(SourcePosition position, String key, Expression value) {
        return new Expression.Property(position, Lowered.text(position, key), value);
    }

    private Template.Placement placement(
            Shape shape, Scope around, Scope scope, Optional<Expression> parent, boolean existing) {
        return new Template.Placement(
                shape.loop().map(loop -> file.expressions().over(loop, around)),
                shape.condition().map(condition -> file.expressions().lower(condition, scope)),
                parent,
                existing);
    }

    private static Scope loopScope(Syntax.For loop, Scope around) {
        return around.withLocals(List.of(loop.item(), loop.index()));
    }

    private static Map<String, Meaning> nestedNames(Syntax.Fields fields, String symbol) {
        Map<String, Meaning> names = new LinkedHashMap<>();
        fields.resources()
                .forEach(nested -> names.put(nested.name(), new Meaning.Entity(symbol + "::" + nested.name())));
        return names;
    }

    private TypeName type(Syntax.Text text, Optional<Template.Resource> outer) {
        String[] parts = text.plain().orElse("").split("@", 2);
        String version = parts.length > 1
                ? parts[1]
                : outer.map(Template.Resource::apiVersion).orElse("");
        boolean inside = outer.isPresent() && !parts[0].contains(".");
        if (parts[0].isEmpty() || (parts.length < 2 && outer.isEmpty())) {
            file.problems()
                    .syntax(
                            text.position(),
                            "this is no type of a resource",
                            text.plain().map(Wording::quoted).orElse("a text with '${'"),
                            "a type and a version such as 'Microsoft.Network/applicationGateways@2024-05-01'");
        }
        return new TypeName(inside ? outer.get().type() + "/" + parts[0] : parts[0], version);
    }

    private record TypeName(String name, String version) {}

    /** What a resource is made of: perhaps a loop, in it perhaps a condition, in it an object. */
    private record Shape(Optional<Syntax.For> loop, Optional<Syntax> condition, Optional<Syntax.Fields> fields) {
        static Shape of(Syntax body) {
            Optional<Syntax.For> loop = Optional.empty();
            Optional<Syntax> condition = Optional.empty();
            Syntax inner = body;
            if (inner instanceof Syntax.For each) {
                loop = Optional.of(each);
                inner = each.body();
            }
            if (inner instanceof Syntax.When when) {
                condition = Optional.of(when.condition());
                inner = when.body();
            }
            Optional<Syntax.Fields> fields =
                    inner instanceof Syntax.Fields object ? Optional.of(object) : Optional.empty();
            return new Shape(loop, condition, fields);
        }

        List<Declaration.Resource> nested() {
            return fields.map(Syntax.Fields::resources).orElse(List.of());
        }
    }
}
