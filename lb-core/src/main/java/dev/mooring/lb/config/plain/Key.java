// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.Optional;

/**
 * One key of the form: a row of the reference page, and all that a reader needs to read its value. Immutable.
 *
 * @param name the key
 * @param form how its value is written
 * @param fallback what holds without the key, as the reference page says it
 * @param meaning what it is for, in a sentence
 * @param value what holds without the key; empty when it is required, or when there is no single value for it
 */
record Key<T>(String name, Form<T> form, String fallback, String meaning, Optional<T> value) {
    private static final String REQUIRED = "required";

    /** A key with a default, written as a user would write it. */
    static <T> Key<T> of(String name, Form<T> form, String fallback, String meaning) {
        SourcePosition nowhere = SourcePosition.option("default of " + name);
        ReadContext quiet = new ReadContext("", Resources.NONE, new Diagnostics(), new Positions(nowhere));
        Optional<T> value = form.read(new Spot(new ScalarNode(nowhere, fallback, false), KeyPath.of(name), quiet));
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "default of " + name + ": '" + fallback + "' (expected: " + form.type() + ")");
        }
        return new Key<>(name, form, fallback, meaning, value);
    }

    /** A key that may be left out, and in words what holds then. */
    static <T> Key<T> optional(String name, Form<T> form, String fallback, String meaning) {
        return new Key<>(name, form, fallback, meaning, Optional.empty());
    }

    /** A key that may not be left out. */
    static <T> Key<T> required(String name, Form<T> form, String meaning) {
        return new Key<>(name, form, REQUIRED, meaning, Optional.empty());
    }
}
