// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a name stands for. Names inside it are unique in the template. Immutable. */
sealed interface Meaning {
    record Parameter(String name) implements Meaning {}

    record Variable(String name) implements Meaning {}

    /** A resource or a module. */
    record Entity(String symbol) implements Meaning {}

    /** The variable of a loop, or the parameter of a lambda or a function. */
    record Local(String name) implements Meaning {}

    record Function(String name) implements Meaning {}

    /** A type, and where the names in it are looked up. */
    record Type(TypeSyntax type, Scope scope) implements Meaning {}

    /** What {@code import * as name} brings. */
    record NameSpace(Map<String, Meaning> members) implements Meaning {
        public NameSpace {
            // In the order of the file: the copies of the library are in none.
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /**
     * Something that is declared, but not known here.
     *
     * @param registry the path in a registry from where it is imported, which is reported once it is needed; empty when the reason
     *     is reported already
     */
    record Elsewhere(String name, String registry) implements Meaning {}
}
