// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that can be used at a place: those of the file, and inside them those of resources, loops and lambdas around the place.
 * The names of a file grow while it is declared; afterwards a scope does not change.
 */
final class Scope {
    private final Optional<Scope> around;
    private final Map<String, Meaning> names;

    private Scope(Optional<Scope> around, Map<String, Meaning> names) {
        this.around = around;
        this.names = names;
    }

    /** The scope of a file. */
    static Scope file() {
        return new Scope(Optional.empty(), new LinkedHashMap<>());
    }

    /** The names of a name space alone. */
    static Scope of(Meaning.NameSpace space) {
        return new Scope(Optional.empty(), space.members());
    }

    /** A scope inside this one. */
    Scope inside(Map<String, Meaning> more) {
        return more.isEmpty() ? this : new Scope(Optional.of(this), more);
    }

    /** A scope inside this one with the variables of a loop or the parameters of a lambda; empty names are left out. */
    Scope withLocals(List<String> locals) {
        Map<String, Meaning> more = new LinkedHashMap<>();
        locals.stream().filter(name -> !name.isEmpty()).forEach(name -> more.put(name, new Meaning.Local(name)));
        return inside(more);
    }

    /** Adds a name; answers whether it is new here. */
    boolean declare(String name, Meaning meaning) {
        return names.putIfAbsent(name, meaning) == null;
    }

    Optional<Meaning> find(String name) {
        Optional<Scope> scope = Optional.of(this);
        while (scope.isPresent()) {
            Meaning meaning = scope.get().names.get(name);
            if (meaning != null) {
                return Optional.of(meaning);
            }
            scope = scope.get().around;
        }
        return Optional.empty();
    }

    /** All names, for guessing which one was meant. */
    List<String> names() {
        List<String> all = new ArrayList<>(names.keySet());
        around.ifPresent(scope -> all.addAll(scope.names()));
        return all;
    }

    /** The names of this very scope. */
    Map<String, Meaning> own() {
        return names;
    }
}
