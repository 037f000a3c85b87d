// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.HandshakeFailure;
import dev.mooring.lb.selection.Selection;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeterObserverTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterObserver observer = new MeterObserver(registry);

    @Test
    void aRequestCountsOnceUnderWhereItWentAndWhatItGot() {
        observer.started();
        observer.ended(Records.ofThePage());
        assertLine("mooring_requests_started_total 1.0");
        assertLine("mooring_requests_ended_total{end=\"gone-client\"} 1.0");
        assertLine(
                "mooring_requests_total{backend=\"b2\",failure=\"none\",pool=\"demo\",route=\"api\",status=\"200\"} 1.0");
        assertLine("mooring_attempts_failed_total{backend=\"b1\",failure=\"connect-refused\",pool=\"demo\"} 1.0");
        assertLine("mooring_bytes_total{direction=\"backend-to-client\",pool=\"demo\"} 5120.0");
        assertFalse(registry.scrape().contains("client-to-backend"));
        assertFalse(registry.scrape().contains("mooring_clock_fired"));
    }

    @Test
    void aClockThatFiresIsCountedUnderItsName() {
        observer.ended(Records.timedOut(504));
        assertLine("mooring_clock_fired_total{clock=\"first-byte\",pool=\"demo\"} 1.0");
        assertLine("mooring_bytes_total{direction=\"client-to-backend\",pool=\"demo\"} 100.0");
    }

    @Test
    void aRequestThatGotNowhereHasNoEmptyLabels() {
        observer.ended(Records.path("/nowhere"));
        assertLine(
                "mooring_requests_total{backend=\"none\",failure=\"no-route\",pool=\"none\",route=\"none\",status=\"404\"} 1.0");
    }

    @Test
    void statusesThatHttpDoesNotHaveShareOneSeries() {
        for (int status : List.of(600, 999, 99, 1000)) {
            observer.ended(Records.timedOut(status));
        }
        observer.ended(Records.timedOut(0));
        String backend = "{backend=\"b2\",failure=\"response-timeout\",pool=\"demo\",route=\"api\",status=";
        assertEquals(
                List.of(
                        "mooring_requests_total" + backend + "\"none\"} 1.0",
                        "mooring_requests_total" + backend + "\"other\"} 4.0"),
                lines("mooring_requests_total{"));
    }

    @Test
    void everySelectionCountsUnderItsReason() {
        observer.selected("demo", new Selection(null, Reason.REBOUND, Why.FORGED, true));
        observer.selected("demo", new Selection(null, Reason.REBOUND, Why.FORGED, true));
        assertLine("mooring_affinity_total{pool=\"demo\",reason=\"rebound\",why=\"forged\"} 2.0");
    }

    @Test
    void aReusedConnectionHasNoConnectTime() {
        observer.answered("demo", "b1", -1, 2_000_000);
        assertNull(registry.find(LbMeter.BACKEND_CONNECT.meterName()).timer());
        assertLine("mooring_backend_first_byte_seconds_count{backend=\"b1\",pool=\"demo\"} 1");
        assertLine("mooring_backend_first_byte_seconds_bucket{backend=\"b1\",pool=\"demo\",le=\"0.005\"} 1");
        observer.answered("demo", "b1", 1_500_000_000, -1);
        assertLine("mooring_backend_connect_seconds_sum{backend=\"b1\",pool=\"demo\"} 1.5");
        assertLine("mooring_backend_first_byte_seconds_count{backend=\"b1\",pool=\"demo\"} 1");
    }

    @Test
    void failedHandshakesCountByCauseAndBeginAtZero() {
        observer.handshakeFailed(HandshakeFailure.REJECTED);
        assertEquals(
                List.of(
                        "mooring_tls_handshakes_failed_total{cause=\"certificate\"} 0.0",
                        "mooring_tls_handshakes_failed_total{cause=\"cut\"} 0.0",
                        "mooring_tls_handshakes_failed_total{cause=\"other\"} 0.0",
                        "mooring_tls_handshakes_failed_total{cause=\"rejected\"} 1.0",
                        "mooring_tls_handshakes_failed_total{cause=\"timeout\"} 0.0",
                        "mooring_tls_handshakes_failed_total{cause=\"unsupported\"} 0.0"),
                lines("mooring_tls_handshakes_failed_total{"));
    }

    @Test
    void reloadsCountByResultAndBeginAtZero() {
        observer.reloaded(ReloadResult.REJECTED);
        assertEquals(
                List.of(
                        "mooring_reloads_total{result=\"applied\"} 0.0",
                        "mooring_reloads_total{result=\"rejected\"} 1.0",
                        "mooring_reloads_total{result=\"unchanged\"} 0.0"),
                lines("mooring_reloads_total{"));
    }

    @Test
    void nothingThatAClientSendsIsInATag() {
        observer.ended(Records.asking("BREW", "evil.example", "/secret?x", "evil detail"));
        String scraped = registry.scrape();
        for (String sent : List.of("BREW", "evil", "secret", "127.0.0.1")) {
            assertFalse(scraped.contains(sent), sent);
        }
    }

    @Test
    void everyMeterIsOneOfTheListWithItsTags() {
        observer.started();
        observer.ended(Records.ofThePage());
        observer.ended(Records.timedOut(504));
        observer.selected("demo", new Selection(null, Reason.NONE, Why.EMPTY, false));
        observer.answered("demo", "b1", 1, 1);
        Map<String, LbMeter> listed =
                Arrays.stream(LbMeter.values()).collect(Collectors.toMap(LbMeter::meterName, Function.identity()));
        assertTrue(registry.getMeters().size() >= 10);
        for (Meter meter : registry.getMeters()) {
            LbMeter known = Objects.requireNonNull(
                    listed.get(meter.getId().getName()), () -> "not in the list: " + meter.getId());
            assertEquals(
                    known.tags().stream().sorted().toList(),
                    meter.getId().getTags().stream().map(Tag::getKey).sorted().toList());
            assertEquals(known.sentence(), meter.getId().getDescription());
        }
    }

    @Test
    void manyLoopsCountTogether() throws InterruptedException, ExecutionException {
        ExecutorService loops = Executors.newFixedThreadPool(4);
        try {
            List<? extends Future<?>> running = IntStream.range(0, 4)
                    .mapToObj(loop -> loops.submit(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            observer.started();
                            observer.ended(Records.ofThePage());
                        }
                    }))
                    .toList();
            for (Future<?> loop : running) {
                loop.get();
            }
        } finally {
            loops.shutdownNow();
        }
        assertLine("mooring_requests_started_total 40000.0");
        assertLine("mooring_requests_ended_total{end=\"" + BodyEnd.GONE_CLIENT.label() + "\"} 40000.0");
    }

    private void assertLine(String line) {
        String name = line.substring(0, line.indexOf(line.contains("{") ? '{' : ' '));
        assertTrue(lines(name).contains(line), () -> line + " expected in " + lines(name));
    }

    private List<String> lines(String prefix) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .sorted()
                .toList();
    }
}
