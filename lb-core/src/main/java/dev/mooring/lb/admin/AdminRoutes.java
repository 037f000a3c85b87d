// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.admin.AdminResponse.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All routes, and which of them a request takes. Immutable. */
final class AdminRoutes {
    private final List<Entry> entries;

    AdminRoutes(List<AdminRoute> routes) {
        entries = routes.stream()
                .map(route -> new Entry(route, new PathTemplate(route.pattern())))
                .toList();
    }

    /** Where a request goes. */
    sealed interface Lookup {}

    /** To this route. */
    record Found(AdminRoute route, Map<String, String> variables) implements Lookup {}

    /** Nowhere: this is the answer. */
    record Nowhere(AdminResponse answer) implements Lookup {}

    Lookup find(String method, String target) {
        Optional<List<String>> path = PathTemplate.parts(target);
        if (path.isEmpty()) {
            return new Nowhere(AdminResponse.error(400, "the path has a broken percent-encoding"));
        }
        String wanted = method.equals("HEAD") ? "GET" : method;
        List<String> allowed = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<Map<String, String>> variables = entry.template.match(path.get());
            if (variables.isPresent() && entry.route.method().equals(wanted)) {
                return new Found(entry.route, variables.get());
            }
            variables.ifPresent(match -> allowed.add(entry.route.method()));
        }
        return new Nowhere(allowed.isEmpty() ? noSuchPath() : wrongMethod(method, allowed));
    }

    private AdminResponse noSuchPath() {
        JsonValue body = json -> {
            json.writeStartObject();
            json.writeStringField("error", "there is nothing at this path");
            json.writeArrayFieldStart("paths");
            for (Entry entry : entries) {
                json.writeString(entry.route.method() + " " + entry.route.pattern());
            }
            json.writeEndArray();
            json.writeEndObject();
        };
        return AdminResponse.json(404, body);
    }

    private static AdminResponse wrongMethod(String method, List<String> allowed) {
        String allow = allowed.stream()
                .map(name -> name.equals("GET") ? "GET, HEAD" : name)
                .distinct()
                .collect(Collectors.joining(", "));
        return AdminResponse.error(405, "method " + method + " (expected: " + allow + ")")
                .with("Allow", allow);
    }

    private record Entry(AdminRoute route, PathTemplate template) {}
}
