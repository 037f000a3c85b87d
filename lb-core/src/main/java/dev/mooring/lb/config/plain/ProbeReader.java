// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Reads the active health checks of a pool. */
final class ProbeReader {
    private static final Key<String> PATH = Key.of("path", Forms.TEXT, "/", "The path asked for, with its query.");
    private static final Key<String> HOST =
            Key.optional("host", Forms.TEXT, "the backend's own host and port", "The Host header sent.");
    private static final Key<Duration> INTERVAL =
            Key.of("interval", Forms.DURATION, "5s", "The time between two probes of a backend.");
    private static final Key<Duration> TIMEOUT =
            Key.of("timeout", Forms.DURATION, "2s", "How long a probe may take until its answer is complete.");
    private static final Key<Integer> UNHEALTHY_THRESHOLD = Key.of(
            "unhealthy-threshold",
            Forms.NUMBER,
            "3",
            "Failed probes in a row that make a backend unhealthy, 1 to 1000.");
    private static final Key<Integer> HEALTHY_THRESHOLD = Key.of(
            "healthy-threshold", Forms.NUMBER, "1", "Good probes in a row that make it healthy again, 1 to 1000.");
    private static final Key<List<StatusRange>> EXPECTED_STATUS = Key.optional(
            "expected-status", Form.list(Forms.STATUS_RANGE), "`[200-399]`", "Status codes that count as good.");
    private static final Key<String> EXPECTED_BODY =
            Key.optional("expected-body", Forms.TEXT, "any body", "Text that the body must hold.");

    private static final Key<String> METHOD =
            Key.of("method", Forms.word(List.of("GET", "HEAD")), "GET", "How the path is asked for.");
    private static final Key<String> USER_AGENT =
            Key.of("user-agent", Forms.TEXT, ProbeSpec.DEFAULT_USER_AGENT, "The User-Agent header sent.");
    private static final Key<Integer> PORT =
            Key.optional("port", Forms.NUMBER, "the backend's own", "The port probed, at the backend's host.");
    private static final Key<Integer> MIN_HEALTHY =
            Key.of("min-healthy", Forms.NUMBER, "0", "So many backends are never counted unhealthy, 0 to 1000.");

    static final Section SECTION = Section.of(
            "pools.NAME.probe",
            PATH,
            HOST,
            INTERVAL,
            TIMEOUT,
            UNHEALTHY_THRESHOLD,
            HEALTHY_THRESHOLD,
            EXPECTED_STATUS,
            EXPECTED_BODY,
            METHOD,
            USER_AGENT,
            PORT,
            MIN_HEALTHY);

    static final Form<ProbeSpec> FORM = MapReader.form(
            SECTION,
            map -> new ProbeSpec(
                    map.get(PATH),
                    map.find(HOST),
                    map.get(INTERVAL),
                    map.get(TIMEOUT),
                    map.get(UNHEALTHY_THRESHOLD),
                    map.get(HEALTHY_THRESHOLD),
                    map.find(EXPECTED_STATUS).orElse(ProbeSpec.DEFAULT.expectedStatus()),
                    map.find(EXPECTED_BODY),
                    map.get(METHOD),
                    map.get(USER_AGENT),
                    map.find(PORT).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                    map.get(MIN_HEALTHY)));

    private ProbeReader() {}
}
