// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mooring.lb.ExplainedRequest;
import dev.mooring.lb.QuestionedRequest;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.Tokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mooring explain}: says what would become of a request, and why, without any traffic. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Say where a request would go and why, what its backend would be sent, and what a stream on it lives through.",
            "Nothing listens and nothing is sent; every backend counts as healthy."
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Configuration files, directories or patterns; - is standard input.")
    private List<Path> files = List.of();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--request",
            required = true,
            paramLabel = "'METHOD URL'",
            description = "The request, such as 'GET https://shop.example.com/cart'.")
    private String request = "";

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "A header field of the request.")
    private List<String> headers = List.of();

    @Option(names = "--cookie", paramLabel = "NAME=VALUE", description = "A cookie of the request.")
    private List<String> cookies = List.of();

    @Option(
            names = "--client",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The client's address (${DEFAULT-VALUE}).")
    private String client = "127.0.0.1";

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Form format = Form.text;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The forms of the answer, as a user types them. */
    enum Form {
        text,
        json
    }

    @Override
    public Integer call() throws IOException {
        QuestionedRequest asked = asked();
        try {
            LoadResult result = options.load(files);
            result.diagnostics().stream()
                    .filter(diagnostic -> diagnostic.severity() != Severity.INFO)
                    .forEach(spec.commandLine().getErr()::println);
            if (result.spec().isEmpty()) {
                return Mooring.BAD_INPUT;
            }
            print(ExplainedRequest.of(result.spec().get(), asked));
            return Mooring.OK;
        } catch (IllegalArgumentException | IOException e) {
            spec.commandLine().getErr().println("mooring: " + e.getMessage());
            return Mooring.BAD_INPUT;
        }
    }

    private QuestionedRequest asked() {
        InetAddress from = IpAddresses.parse(client)
                .orElseThrow(() -> bad("--client: '" + client + "' (expected: an address such as 192.0.2.1)"));
        List<String> fields = new ArrayList<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            String name = colon < 0 ? "" : header.substring(0, colon).strip();
            String value = header.substring(colon + 1).strip();
            if (!Tokens.isToken(name) || !Tokens.isFieldValue(value)) {
                throw bad("--header: '" + header + "' (expected: 'Name: value')");
            }
            fields.addAll(List.of(name, value));
        }
        if (!cookies.isEmpty()) {
            fields.addAll(List.of("Cookie", String.join("; ", cookies)));
        }
        try {
            return QuestionedRequest.of(request, fields, from);
        } catch (IllegalArgumentException e) {
            throw bad("--request: " + e.getMessage());
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void print(ExplainedRequest explained) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Form.json) {
            out.println(json(explained.facts()));
            return;
        }
        explained.facts().forEach((topic, lines) -> {
            String name = topic;
            for (String line : lines) {
                out.println(String.format("%-12s %s", name, line).stripTrailing());
                name = "";
            }
        });
    }

    /** A topic that can have several lines is a list, any other a text. */
    private static String json(Map<String, List<String>> facts) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, List<String>> fact : facts.entrySet()) {
                json.writeFieldName(fact.getKey());
                if (ALWAYS_LISTS.contains(fact.getKey())) {
                    String[] lines = fact.getValue().toArray(String[]::new);
                    json.writeArray(lines, 0, lines.length);
                } else {
                    json.writeString(fact.getValue().get(0));
                }
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static final List<String> ALWAYS_LISTS =
            List.of("failure", "candidates", "answer", "sent", "told", "clocks", "stream");
}
