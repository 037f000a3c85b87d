// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the templates that others include, and reads each once. Confined to one thread. */
final class LinkedTemplates {
    /** What stands for the place of a template in its own links; what is behind it is a relative path. */
    static final String HERE = "mooring://here/";

    private static final int MAX_TRIES = 4;

    private final LinkedFiles files;
    private final TemplateLanguage language;
    private final Diagnostics diagnostics;
    private final Map<String, Optional<Template>> known = new HashMap<>();

    LinkedTemplates(LinkedFiles files, TemplateLanguage language, Diagnostics diagnostics) {
        this.files = files;
        this.language = language;
        this.diagnostics = diagnostics;
    }

    /**
     * The template behind a link; empty when there is none to be had here, which is reported.
     *
     * @param position where the link is written
     * @param link a relative path, or an address in the network whose last steps are looked for next to the file
     */
    Optional<Template> find(SourcePosition position, String link) {
        for (String path : candidates(link)) {
            Optional<SourceFile> file = files.read(position.file(), path);
            if (file.isPresent()) {
                return read(file.get());
            }
        }
        String message = "the included template " + Wording.quoted(link) + " is not here";
        String hint = "put it next to this file; nothing is fetched from the network";
        diagnostics.add(DiagnosticCode.LINKED_TEMPLATE, position, message, hint);
        return Optional.empty();
    }

    private Optional<Template> read(SourceFile file) {
        Optional<Template> before = known.get(file.name());
        if (before != null) {
            return before;
        }
        Optional<Template> template = language.read(file, diagnostics);
        known.put(file.name(), template);
        return template;
    }

    private static List<String> candidates(String link) {
        String path = link.split("[?#]", 2)[0];
        if (path.startsWith(HERE)) {
            return List.of(path.substring(HERE.length()));
        }
        if (!path.contains("://")) {
            return path.isEmpty() ? List.of() : List.of(path);
        }
        List<String> paths = new ArrayList<>();
        String rest = path.substring(path.indexOf("://") + 3);
        int slash = rest.length();
        for (int i = 0; i < MAX_TRIES; i++) {
            slash = rest.lastIndexOf('/', slash - 1);
            if (slash < 0) {
                break;
            }
            paths.add(0, rest.substring(slash + 1));
        }
        return paths;
    }
}
