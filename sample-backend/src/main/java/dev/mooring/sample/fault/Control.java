// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.fault;

import dev.mooring.sample.front.Router;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Consumer;

/** The control API: {@code GET /control} shows the faults, {@code POST /control/...} turns them on and off. */
public final class Control {
    private static final int DEFAULT_REFUSE_MILLIS = 10_000;
    private static final int MAX_REFUSE_MILLIS = 600_000;
    private static final int MAX_LATENCY_MILLIS = 600_000;

    private final String server;
    private final Faults faults;
    private final FaultTarget target;
    private final Consumer<String> log;

    /**
     * @param server the server's name
     * @param faults the switches
     * @param target what the faults act on
     * @param log receives one line for each fault
     */
    public Control(String server, Faults faults, FaultTarget target, Consumer<String> log) {
        this.server = server;
        this.faults = faults;
        this.target = target;
        this.log = log;
    }

    /** Adds the routes of the control API. */
    public void addTo(Router router) {
        router.get("/control", this::answerState)
                .post("/control/crash", logged(exchange -> target.crash()))
                .post("/control/exit", logged(this::exit))
                .post("/control/freeze", switching(() -> faults.frozen(true)))
                .post("/control/thaw", switching(this::thaw))
                .post("/control/refuse", logged(this::refuse))
                .post("/control/accept", logged(this::acceptAgain))
                .post("/control/unhealthy", switching(() -> faults.unhealthy(true)))
                .post("/control/healthy", switching(() -> faults.unhealthy(false)))
                .post("/control/latency", logged(this::latency))
                .post("/control/cut", logged(this::cut))
                .post("/control/reset", logged(this::reset));
    }

    private Endpoint logged(Endpoint endpoint) {
        return exchange -> {
            log.accept("fault: " + exchange.request().path());
            endpoint.handle(exchange);
        };
    }

    private Endpoint switching(Runnable step) {
        return logged(exchange -> {
            step.run();
            answerState(exchange);
        });
    }

    private void exit(Exchange exchange) {
        answerState(exchange);
        target.exit();
    }

    private void thaw() {
        faults.frozen(false);
        target.thawed();
    }

    private void refuse(Exchange exchange) {
        target.refuse(exchange.request().number("for", DEFAULT_REFUSE_MILLIS, 1, MAX_REFUSE_MILLIS));
        answerState(exchange);
    }

    private void acceptAgain(Exchange exchange) {
        target.accept().addListener(listening -> answerState(exchange));
    }

    private void latency(Exchange exchange) {
        faults.latencyMillis(exchange.request().number("ms", 0, 0, MAX_LATENCY_MILLIS));
        answerState(exchange);
    }

    private void cut(Exchange exchange) {
        int streams = target.cutStreams();
        exchange.answer(HttpResponseStatus.OK, out -> {
            out.writeStringField("server", server);
            out.writeNumberField("cut", streams);
        });
    }

    private void reset(Exchange exchange) {
        faults.unhealthy(false);
        faults.latencyMillis(0);
        thaw();
        acceptAgain(exchange);
    }

    private void answerState(Exchange exchange) {
        exchange.answer(HttpResponseStatus.OK, out -> {
            out.writeStringField("server", server);
            out.writeBooleanField("frozen", faults.frozen());
            out.writeBooleanField("refusing", target.refusing());
            out.writeBooleanField("unhealthy", !faults.healthy());
            out.writeNumberField("latencyMs", faults.latencyMillis());
        });
    }
}
