// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path with named parts. A part is decoded by itself, so that a slash in a name does not make two of it. Immutable. */
final class PathTemplate {
    private final String[] parts;

    PathTemplate(String pattern) {
        parts = pattern.substring(1).split("/", -1);
    }

    /** The parts of a request target without its query; empty when a percent-encoding in it is broken. */
    static Optional<List<String>> parts(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        List<String> decoded = new ArrayList<>();
        try {
            for (String part : path.substring(1).split("/", -1)) {
                decoded.add(new QueryStringDecoder(part).path());
            }
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
        return Optional.of(decoded);
    }

    /** The values of the named parts; empty when the path is another one. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != parts.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.startsWith("{") && part.endsWith("}")) {
                variables.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
