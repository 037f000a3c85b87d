// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a kind looks like, and what becomes of each of its fields. The tables are text, one line for each field, since the same
 * lines are the support matrix of the reference page.
 *
 * @param kind such as {@code Ingress}
 * @param groups the groups that it may have
 * @param rows its fields
 * @param root the whole object
 */
record Schema(String kind, Set<String> groups, List<Row> rows, SchemaField root) {
    /**
     * A line of the matrix.
     *
     * @param path such as {@code spec.rules[].host}
     * @param support what becomes of it
     * @param note what there is to say about it
     */
    record Row(String path, Support support, String note) {}

    /** Reads a table: {@code path | type | support | note}. */
    static Schema of(String kind, String groups, String table) {
        SchemaField root = SchemaField.object(false);
        List.of("apiVersion", "kind", "metadata", "status").forEach(key -> root.add(List.of(key), any()));
        List<Row> rows = new ArrayList<>();
        for (String line : table.lines().filter(line -> !line.isBlank()).toList()) {
            String[] cells = line.split("\\|", 4);
            String path = cells[0].strip();
            Support support = Support.of(cells[2].strip());
            String note = cells[3].strip();
            SchemaField.Type type = SchemaField.Type.valueOf(
                    cells[1].strip().toUpperCase(Locale.ROOT).replace('-', '_'));
            root.add(
                    Arrays.asList(path.split("\\.")),
                    new SchemaField(type, false, support, note, new LinkedHashMap<>()));
            rows.add(new Row(path, support, note));
        }
        return new Schema(kind, Set.of(groups.split(" ")), List.copyOf(rows), root);
    }

    private static SchemaField any() {
        return new SchemaField(SchemaField.Type.ANY, false, Support.IGNORED, "", new LinkedHashMap<>());
    }
}
