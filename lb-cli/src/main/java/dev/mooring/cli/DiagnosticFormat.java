// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourcePosition;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** The forms in which diagnostics are printed, named as a user types them. */
enum DiagnosticFormat {
    /** For people: a line each, and the hint on another one. */
    text {
        @Override
        void print(List<Diagnostic> diagnostics, PrintWriter out) {
            diagnostics.forEach(out::println);
        }
    },
    /** For programs. */
    json {
        @Override
        void print(List<Diagnostic> diagnostics, PrintWriter out) throws IOException {
            write(out, json -> {
                json.writeStartArray();
                for (Diagnostic diagnostic : diagnostics) {
                    json.writeStartObject();
                    json.writeStringField("severity", diagnostic.severity().label());
                    json.writeStringField("code", diagnostic.code().label());
                    json.writeStringField("file", diagnostic.position().file());
                    json.writeNumberField("line", diagnostic.position().line());
                    json.writeNumberField("column", diagnostic.position().column());
                    json.writeStringField("message", diagnostic.message());
                    json.writeStringField("hint", diagnostic.hint());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        }
    },
    /** For code scanning: SARIF 2.1.0. */
    sarif {
        @Override
        void print(List<Diagnostic> diagnostics, PrintWriter out) throws IOException {
            write(out, json -> sarif(json, diagnostics));
        }
    },
    /** For GitHub Actions: workflow commands, which become annotations. */
    github {
        @Override
        void print(List<Diagnostic> diagnostics, PrintWriter out) {
            for (Diagnostic diagnostic : diagnostics) {
                SourcePosition at = diagnostic.position();
                String place = at.line() == 0
                        ? ""
                        : " file=" + property(at.file()) + ",line=" + at.line() + ",col=" + at.column() + ",title="
                                + property("mooring " + diagnostic.code().label());
                out.println("::" + command(diagnostic.severity()) + place + "::" + data(full(diagnostic)));
            }
        }
    };

    /** Prints them all. */
    abstract void print(List<Diagnostic> diagnostics, PrintWriter out) throws IOException;

    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static void write(PrintWriter out, Content content) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            content.writeTo(json);
        }
        out.println(text);
    }

    private static void sarif(JsonGenerator json, List<Diagnostic> diagnostics) throws IOException {
        List<DiagnosticCode> rules =
                diagnostics.stream().map(Diagnostic::code).distinct().sorted().toList();
        json.writeStartObject();
        json.writeStringField("version", "2.1.0");
        json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        json.writeStringField("columnKind", "unicodeCodePoints");
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "Mooring");
        json.writeArrayFieldStart("rules");
        for (DiagnosticCode rule : rules) {
            json.writeStartObject();
            json.writeStringField("id", rule.label());
            text(json, "shortDescription", rule.sentence());
            json.writeObjectFieldStart("defaultConfiguration");
            json.writeStringField("level", level(rule.severity()));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("results");
        for (Diagnostic diagnostic : diagnostics) {
            result(json, diagnostic, rules.indexOf(diagnostic.code()));
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, Diagnostic diagnostic, int rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", diagnostic.code().label());
        json.writeNumberField("ruleIndex", rule);
        json.writeStringField("level", level(diagnostic.severity()));
        text(json, "message", full(diagnostic));
        SourcePosition at = diagnostic.position();
        if (at.line() > 0) {
            json.writeArrayFieldStart("locations");
            json.writeStartObject();
            json.writeObjectFieldStart("physicalLocation");
            json.writeObjectFieldStart("artifactLocation");
            json.writeStringField("uri", uri(at.file()));
            json.writeEndObject();
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", at.line());
            json.writeNumberField("startColumn", Math.max(1, at.column()));
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    private static String full(Diagnostic diagnostic) {
        return diagnostic.hint().isEmpty() ? diagnostic.message() : diagnostic.message() + "\n" + diagnostic.hint();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    private static String command(Severity severity) {
        return severity == Severity.INFO ? "notice" : level(severity);
    }

    /** A path as a relative reference (RFC 3986, 4.2). */
    private static String uri(String file) {
        try {
            return new URI(null, null, file.replace('\\', '/'), null).toASCIIString();
        } catch (URISyntaxException notOne) {
            return "unnamed";
        }
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
