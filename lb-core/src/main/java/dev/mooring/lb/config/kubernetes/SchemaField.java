// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A field that a kind has. The children are filled while a table is read, and not changed afterwards.
 *
 * @param type what its value is
 * @param list whether it is a list of such values
 * @param support what becomes of it
 * @param note what there is to say about it
 * @param children the fields inside, for {@link Type#OBJECT}
 */
record SchemaField(Type type, boolean list, Support support, String note, Map<String, SchemaField> children) {
    /** What a value is. */
    enum Type {
        OBJECT,
        /** A map or anything else, of which nothing more is said. */
        ANY,
        TEXT,
        INT,
        BOOL,
        INT_OR_TEXT,
        /** Such as {@code 1h30m}; GEP-2257. */
        DURATION,
        /** The seconds, or a duration: forms of both kinds are around. */
        SECONDS
    }

    static SchemaField object(boolean list) {
        return new SchemaField(Type.OBJECT, list, Support.HONOURED, "", new LinkedHashMap<>());
    }

    /** Adds a field, and what has to be around it. Segments that end in {@code []} are lists. */
    void add(List<String> path, SchemaField leaf) {
        String first = path.get(0);
        boolean isList = first.endsWith("[]");
        String key = isList ? first.substring(0, first.length() - 2) : first;
        if (path.size() == 1) {
            children.put(key, new SchemaField(leaf.type, isList, leaf.support, leaf.note, new LinkedHashMap<>()));
        } else {
            children.computeIfAbsent(key, k -> object(isList)).add(path.subList(1, path.size()), leaf);
        }
    }
}
