// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.arm.Template;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A template while it is made, from its own file and from those that the file imports, whose variables and functions join its own
 * under names that nothing else has. Confined to one thread.
 */
final class LoweredTemplate {
    private final LinkedFiles files;
    private final Diagnostics diagnostics;
    private final Undefined undefined;
    private final Map<String, Expression> variables = new LinkedHashMap<>();
    private final Map<String, Template.Function> functions = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();

    LoweredTemplate(LinkedFiles files, Diagnostics diagnostics, Undefined undefined) {
        this.files = files;
        this.diagnostics = diagnostics;
        this.undefined = undefined;
    }

    LinkedFiles files() {
        return files;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    Undefined undefined() {
        return undefined;
    }

    Map<String, Expression> variables() {
        return variables;
    }

    Map<String, Template.Function> functions() {
        return functions;
    }

    /** A name like this that no other variable or function has, whatever the case of its letters. */
    String unique(String name) {
        int uses = this.uses.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
        return uses == 1 ? name : name + "~" + uses;
    }
}
