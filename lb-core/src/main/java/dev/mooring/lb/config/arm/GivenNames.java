// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.List;

/** Reports values that are given to an included template and have no parameter there. */
final class GivenNames {
    private final Template template;
    private final Evaluation shared;

    GivenNames(Template template, Evaluation shared) {
        this.template = template;
        this.shared = shared;
    }

    /** Looks at the names that are written out; computed ones are not looked at. */
    void check(Expression given) {
        if (given instanceof Expression.Literal literal && literal.value() instanceof MapNode map) {
            map.entries().forEach(entry -> check(entry.keyPosition(), entry.key()));
        } else if (given instanceof Expression.Fields fields) {
            for (Expression.Field field : fields.fields()) {
                if (field instanceof Expression.Property property
                        && property.key() instanceof Expression.Literal key
                        && key.value() instanceof ScalarNode name) {
                    check(property.keyPosition(), name.text());
                }
            }
        }
    }

    private void check(SourcePosition position, String name) {
        if (!template.parameters().containsKey(Values.lower(name))) {
            String message = "the included template has no parameter " + Wording.quoted(name);
            shared.add(DiagnosticCode.UNUSED_PARAMETER, position, message, () -> {
                List<String> names = template.parameters().values().stream()
                        .map(Template.Parameter::name)
                        .toList();
                return Wording.didYouMean(name, names);
            });
        }
    }
}
