// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.JsonReader;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The contents of files as values: {@code loadTextContent} and its like. Each file is read once. Confined to one thread. */
final class FileContents {
    /** What is a number or a truth value in YAML. */
    private static final Pattern NOT_TEXT =
            Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?|true|True|TRUE|false|False|FALSE");

    private final String from;
    private final LinkedFiles files;
    private final Diagnostics diagnostics;
    private final Map<String, Optional<Node>> known = new HashMap<>();

    FileContents(String from, LinkedFiles files, Diagnostics diagnostics) {
        this.from = from;
        this.files = files;
        this.diagnostics = diagnostics;
    }

    static boolean isLoader(String function) {
        return switch (function) {
            case "loadTextContent", "loadFileAsBase64", "loadJsonContent", "loadYamlContent", "loadDirectoryFileInfo" ->
                true;
            default -> false;
        };
    }

    /** What such a function gives; unknown when the file is not there or is not what it should be. */
    Expression load(SourcePosition position, String function, List<Expression> arguments) {
        Optional<String> path = arguments.isEmpty() ? Optional.empty() : text(arguments.get(0));
        if (path.isEmpty() || function.equals("loadDirectoryFileInfo")) {
            unsupported(position, function, "a computed path or a directory", "the path of a file, written out");
            return Lowered.broken(position);
        }
        Optional<Node> content =
                known.computeIfAbsent(function + " " + path.get(), key -> read(position, function, path.get()));
        if (content.isPresent() && arguments.size() > 1 && takesQuery(function)) {
            return JsonQuery.apply(position, content.get(), arguments.get(1)).orElseGet(() -> {
                unsupported(position, function, "a query", "$.names.and[0].indexes");
                return Lowered.broken(position);
            });
        }
        return content.<Expression>map(Expression.Literal::new).orElseGet(() -> Lowered.broken(position));
    }

    private static boolean takesQuery(String function) {
        return function.equals("loadJsonContent") || function.equals("loadYamlContent");
    }

    /** The text of an expression that is nothing else. */
    static Optional<String> text(Expression expression) {
        return expression instanceof Expression.Literal literal
                        && literal.value() instanceof ScalarNode scalar
                        && scalar.quoted()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    private Optional<Node> read(SourcePosition position, String function, String path) {
        Optional<SourceFile> file = files.read(from, path);
        if (file.isEmpty()) {
            BicepPaths.reportMissing(diagnostics, position, path);
            return Optional.empty();
        }
        return switch (function) {
            case "loadJsonContent" -> JsonReader.read(file.get(), diagnostics);
            case "loadYamlContent" ->
                YamlReader.read(file.get(), diagnostics)
                        .flatMap(documents -> documents.stream().findFirst())
                        .map(FileContents::typed);
            case "loadFileAsBase64" -> Optional.of(base64(position, file.get().text()));
            default -> Optional.of(new ScalarNode(position, file.get().text(), true));
        };
    }

    /** In YAML a text may stand without quotes. */
    private static Node typed(Node node) {
        if (node instanceof MapNode map) {
            return new MapNode(
                    map.position(),
                    map.entries().stream()
                            .map(entry -> new MapNode.Entry(entry.keyPosition(), entry.key(), typed(entry.value())))
                            .toList());
        } else if (node instanceof ListNode list) {
            return new ListNode(
                    list.position(),
                    list.items().stream().map(FileContents::typed).toList());
        } else if (node instanceof ScalarNode scalar) {
            boolean text = scalar.quoted()
                    || !(scalar.isNull() || NOT_TEXT.matcher(scalar.text()).matches());
            String value = scalar.isNull()
                    ? "null"
                    : text ? scalar.text() : scalar.text().toLowerCase(Locale.ROOT);
            return new ScalarNode(scalar.position(), value, text);
        }
        return node;
    }

    private static Node base64(SourcePosition position, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return new ScalarNode(position, Base64.getEncoder().encodeToString(octets), true);
    }

    private void unsupported(SourcePosition position, String function, String found, String expected) {
        String message = function + " (found " + found + ", expected " + expected + ")";
        diagnostics.add(DiagnosticCode.BICEP_UNSUPPORTED, position, message, "");
    }
}
