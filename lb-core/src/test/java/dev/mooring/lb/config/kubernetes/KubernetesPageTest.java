// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/kubernetes.md}: its matrices are those of the code. {@code -Dgolden.update=true} rewrites them. */
class KubernetesPageTest {
    private static final Path PAGE = Path.of("../docs/reference/kubernetes.md");
    private static final String BEGIN = "<!-- matrices -->";

    @Test
    void theMatricesAreThoseOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        assertTrue(begin > 0, "no mark where the matrices begin");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page.substring(0, begin) + BEGIN + "\n" + matrices());
        }
        assertEquals(BEGIN + "\n" + matrices(), Files.readString(PAGE).substring(begin));
    }

    @Test
    void everyRowSaysSomething() {
        for (Schema schema : Schemas.ALL) {
            schema.rows().forEach(row -> assertTrue(row.note().length() > 3, row::path));
        }
        NginxAnnotations.ALL.values().forEach(row -> assertTrue(row.note().length() > 3, row::path));
    }

    private static String matrices() {
        List<String> lines = new ArrayList<>();
        for (Schema schema : Schemas.ALL) {
            String groups = String.join(", ", schema.groups().stream().sorted().toList());
            table(lines, schema.kind() + (groups.isEmpty() ? "" : " of " + groups), "Field", schema.rows());
        }
        table(lines, "Annotations of ingress-nginx", "Annotation", NginxAnnotations.ALL.values());
        table(lines, "ConfigMap of ingress-nginx", "Key", NginxConfig.ALL.values());
        return String.join("\n", lines) + "\n";
    }

    private static void table(List<String> lines, String title, String first, Collection<Schema.Row> rows) {
        lines.addAll(List.of("", "### " + title, "", "| " + first + " | Support | Note |", "|---|---|---|"));
        for (Schema.Row row : rows) {
            lines.add("| `" + row.path() + "` | " + row.support().label() + " | " + row.note() + " |");
        }
    }
}
