// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.YamlReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the documents of manifests, and recognises those that another tool has to make manifests of first. */
final class KubernetesFiles {
    /** Only a chart's template says this; other braces may be text that an object is meant to have. */
    private static final Pattern HELM = Pattern.compile(
            "\\{\\{-?\\s*(\\.(Values|Release|Chart|Files|Capabilities)\\b|include\\s|template\\s|tpl\\s)");

    /** Braces where YAML has a value or a key of its own. */
    private static final Pattern BRACES = Pattern.compile("(?m)(^\\s*|[:-]\\s+)\\{\\{");

    private KubernetesFiles() {}

    /** The documents of a file; empty when there is no reading it, which is then reported. */
    static Optional<List<Node>> read(SourceFile file, Diagnostics diagnostics) {
        Matcher helm = HELM.matcher(file.text());
        if (helm.find()) {
            template(file, helm.start(), diagnostics);
            return Optional.empty();
        }
        Diagnostics own = new Diagnostics();
        Optional<List<Node>> documents = YamlReader.read(file, own);
        Matcher braces = BRACES.matcher(file.text());
        if (own.hasErrors() && braces.find()) {
            template(file, braces.end() - 2, diagnostics);
            return Optional.empty();
        }
        for (Diagnostic said : own.inOrder(List.of(file.name()))) {
            diagnostics.add(said.code(), said.position(), said.message(), said.hint());
        }
        return documents;
    }

    private static void template(SourceFile file, int at, Diagnostics diagnostics) {
        String before = file.text().substring(0, at);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int start = before.lastIndexOf('\n') + 1;
        int column = before.codePointCount(start, before.length()) + 1;
        diagnostics.add(
                DiagnosticCode.UNRENDERED_TEMPLATE,
                new SourcePosition(file.name(), line, column),
                "a template, which another tool has to turn into objects first",
                "run 'helm template NAME CHART > rendered.yaml' and give Mooring rendered.yaml");
    }
}
