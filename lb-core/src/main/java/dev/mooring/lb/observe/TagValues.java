// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.Labels;
import org.jspecify.annotations.Nullable;

/** The values of tags. Each comes from the configuration or from a closed list, never from a client: the series stay few. */
final class TagValues {
    /** The value of a tag that does not apply. An empty one would vanish: to Prometheus it equals no label at all. */
    static final String NONE = "none";

    private TagValues() {}

    static String of(Enum<?> constant) {
        return Labels.of(constant);
    }

    static String of(@Nullable Failure failure) {
        return failure == null ? NONE : failure.label();
    }

    /** A name out of the configuration; empty when the request did not get so far. */
    static String of(String name) {
        return name.isEmpty() ? NONE : name;
    }

    /** A status. A backend may send any three digits; those that HTTP does not have share one value. */
    static String of(int status) {
        return status == 0 ? NONE : status >= 100 && status <= 599 ? Integer.toString(status) : "other";
    }
}
