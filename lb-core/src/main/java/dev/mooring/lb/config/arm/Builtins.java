// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All functions that every template may call, by name in lower case. */
final class Builtins {
    private static final Map<String, Builtin> ALL = new HashMap<>();

    static {
        Stream.of(
                        TextFunctions.ALL,
                        EncodingFunctions.ALL,
                        ArrayFunctions.ALL,
                        CollectionFunctions.ALL,
                        LambdaFunctions.ALL,
                        ObjectFunctions.ALL,
                        LogicFunctions.ALL,
                        NumberFunctions.ALL,
                        DateFunctions.ALL,
                        CidrFunctions.ALL,
                        ResourceFunctions.ALL,
                        ScopeFunctions.ALL)
                .flatMap(List::stream)
                .forEach(function -> ALL.put(Values.lower(function.name()), function));
    }

    private Builtins() {}

    static Optional<Builtin> find(String lowerName) {
        return Optional.ofNullable(ALL.get(lowerName));
    }

    static Collection<String> names() {
        return ALL.values().stream().map(Builtin::name).sorted().toList();
    }
}
