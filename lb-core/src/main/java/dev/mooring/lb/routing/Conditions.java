// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.QueryParameters;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.RouteSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route asks of header fields, query parameters and cookies. Immutable. */
final class Conditions {
    private final List<Field> headers;
    private final List<HeaderName> names = new ArrayList<>();
    private final List<Field> queries;
    private final List<Field> cookies;

    /** A condition, compiled; the pattern only for regular expressions. */
    private static final class Field {
        final FieldMatch spec;
        final @Nullable SafePattern pattern;

        Field(FieldMatch spec) {
            this.spec = spec;
            this.pattern = spec.kind() == FieldMatch.Kind.REGEX ? SafePattern.of(spec.value(), false) : null;
        }

        boolean holds(@Nullable String value) {
            if (value == null) {
                return false;
            }
            return pattern == null
                    ? spec.kind() == FieldMatch.Kind.PRESENT || spec.value().equals(value)
                    : pattern.matches(value);
        }
    }

    Conditions(RouteSpec route) {
        headers = compiled(route.headers());
        route.headers().forEach(header -> names.add(HeaderName.of(header.name())));
        queries = compiled(route.queries());
        cookies = compiled(route.cookies());
    }

    private static List<Field> compiled(List<FieldMatch> specs) {
        List<Field> fields = new ArrayList<>();
        specs.forEach(spec -> fields.add(new Field(spec)));
        return fields;
    }

    /** Whether all of them hold. Throws {@link SafePattern.TooComplex}. */
    boolean hold(RequestHead head) {
        for (int i = 0; i < headers.size(); i++) {
            if (!holds(headers.get(i), names.get(i), head.headers())) {
                return false;
            }
        }
        for (int i = 0; i < queries.size(); i++) {
            Field query = queries.get(i);
            if (!query.holds(QueryParameters.first(head.target(), query.spec.name()))) {
                return false;
            }
        }
        for (int i = 0; i < cookies.size(); i++) {
            Field cookie = cookies.get(i);
            if (!cookie.holds(Cookies.first(head.headers(), cookie.spec.name()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Field field, HeaderName name, Headers headers) {
        for (int i = headers.indexOf(name, 0); i >= 0; i = headers.indexOf(name, i + 1)) {
            if (field.holds(headers.value(i))) {
                return true;
            }
        }
        return false;
    }
}
