// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.GatewaySpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The local copies of error pages that {@code --error-page} names.
 *
 * @param texts the text of each page, by the status or the URL that it was given for
 */
record LocalPages(Map<String, String> texts) {
    private static final SourcePosition OPTION = SourcePosition.option("--error-page");

    /** Reads the files that were typed; what is wrong with one is reported at the option. */
    static LocalPages read(List<String> options, Resources resources, Diagnostics diagnostics) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String option : options) {
            // The last one: a URL may well have others in its query.
            int equals = option.lastIndexOf('=');
            if (equals < 1 || equals == option.length() - 1) {
                String message = Wording.message(
                        KeyPath.ROOT, "not of the right form", Wording.quoted(option), "STATUS=FILE or URL=FILE");
                diagnostics.add(DiagnosticCode.BAD_OPTION, OPTION, message, "");
                continue;
            }
            String file = option.substring(equals + 1);
            resources
                    .readFile("", file)
                    .ifPresentOrElse(
                            text -> texts.put(option.substring(0, equals), text),
                            () -> diagnostics.add(
                                    DiagnosticCode.UNREADABLE_FILE,
                                    OPTION,
                                    Wording.quoted(file) + " cannot be read",
                                    ""));
        }
        return new LocalPages(Map.copyOf(texts));
    }

    /** Says which pages no listener shows. */
    void reportUnused(GatewaySpec spec, Diagnostics diagnostics) {
        Set<String> shown = new HashSet<>();
        spec.listeners().forEach(listener -> listener.errorPages().forEach(page -> shown.add(page.body())));
        texts.forEach((key, text) -> {
            if (!shown.contains(text)) {
                String message = "no gateway of the files has a page of its own for " + Wording.quoted(key);
                String hint = "it stands in for a page of customErrorConfigurations, by its status or its URL";
                diagnostics.add(DiagnosticCode.UNUSED_PARAMETER, OPTION, message, hint);
            }
        });
    }
}
