// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Health probes of Application Gateway, the one included that it makes when a file names none. */
final class Probes {
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int SECONDS = 30;
    private static final int MAX_SECONDS = 86_400;
    private static final int THRESHOLD = 3;
    private static final List<StatusRange> GOOD = List.of(new StatusRange(200, 399));

    private Probes() {}

    /** The probe of some backend settings. */
    static ProbeSpec of(Item settings, boolean tls, Parts parts) {
        Optional<Item> custom = parts.probes().referredTo(settings.fields(), "probe");
        if (custom.isEmpty()) {
            return new ProbeSpec(
                    "/",
                    Optional.of(DEFAULT_HOST),
                    Duration.ofSeconds(SECONDS),
                    Duration.ofSeconds(SECONDS),
                    THRESHOLD,
                    1,
                    GOOD,
                    Optional.empty());
        }
        Fields fields = custom.get().fields();
        checkProtocol(fields, tls);
        Optional<Fields> match = fields.object("match", GatewayShapes.MATCH);
        return new ProbeSpec(
                fields.text("path").orElse("/"),
                host(custom.get(), settings.fields()),
                Duration.ofSeconds(fields.number("interval", 1, MAX_SECONDS).orElse(SECONDS)),
                Duration.ofSeconds(fields.number("timeout", 1, MAX_SECONDS).orElse(SECONDS)),
                fields.number("unhealthyThreshold", 1, 20).orElse(THRESHOLD),
                1,
                match.map(Probes::codes).orElse(GOOD),
                match.flatMap(inner -> inner.text("body")),
                "GET",
                ProbeSpec.DEFAULT_USER_AGENT,
                fields.number("port", 1, 65_535),
                fields.number("minServers", 0, 1200).orElse(0));
    }

    private static void checkProtocol(Fields fields, boolean tls) {
        String expected = tls ? "Https" : "Http";
        fields.choice("protocol", "Http", "Https", "Tcp", "Tls")
                .filter(protocol -> !protocol.equals(expected))
                .ifPresent(protocol -> fields.reading()
                        .sayOnce(
                                fields.path() + " protocol",
                                DiagnosticCode.CLOUD_REJECTS,
                                fields.position("protocol"),
                                fields.path("protocol"),
                                Wording.quoted(protocol) + " is not the protocol of the settings that use this probe;"
                                        + " theirs is used here",
                                "write " + expected));
    }

    private static Optional<String> host(Item probe, Fields settings) {
        Optional<String> host = probe.fields().text("host");
        if (host.isPresent()) {
            return host;
        }
        boolean pick = probe.fields().flag("pickHostNameFromBackendHttpSettings", false);
        if (pick && settings.text("hostName").isPresent()) {
            return settings.text("hostName");
        }
        if (pick && settings.flag("pickHostNameFromBackendAddress", false)) {
            return Optional.empty();
        }
        String sentence = "no host to ask for, so it is " + DEFAULT_HOST;
        probe.fields().reading().implied(probe.position(), probe.path(), sentence);
        return Optional.of(DEFAULT_HOST);
    }

    private static List<StatusRange> codes(Fields match) {
        List<StatusRange> codes = new ArrayList<>();
        for (ScalarNode node : match.texts("statusCodes")) {
            for (String text : node.text().split(",")) {
                Optional<StatusRange> range = range(text.strip());
                range.ifPresent(codes::add);
                if (range.isEmpty()) {
                    match.bad("statusCodes", node.position(), text, "a status such as 200, or a range such as 200-399");
                }
            }
        }
        return codes.isEmpty() ? GOOD : codes;
    }

    private static Optional<StatusRange> range(String text) {
        String[] ends = text.split("-", 2);
        OptionalInt first = Values.number(ends[0].strip());
        OptionalInt last = Values.number(ends[ends.length - 1].strip());
        boolean fine = first.isPresent()
                && last.isPresent()
                && first.getAsInt() >= 100
                && last.getAsInt() <= 599
                && first.getAsInt() <= last.getAsInt();
        return fine ? Optional.of(new StatusRange(first.getAsInt(), last.getAsInt())) : Optional.empty();
    }
}
