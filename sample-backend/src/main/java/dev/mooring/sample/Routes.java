// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import dev.mooring.sample.endpoint.BroadcastEndpoint;
import dev.mooring.sample.endpoint.BytesEndpoint;
import dev.mooring.sample.endpoint.ConnectionsEndpoint;
import dev.mooring.sample.endpoint.HealthEndpoint;
import dev.mooring.sample.endpoint.PageConfigEndpoint;
import dev.mooring.sample.endpoint.PageEndpoint;
import dev.mooring.sample.endpoint.PollEndpoint;
import dev.mooring.sample.endpoint.RedirectEndpoint;
import dev.mooring.sample.endpoint.StopEndpoint;
import dev.mooring.sample.endpoint.StreamEndpoint;
import dev.mooring.sample.endpoint.UploadEndpoint;
import dev.mooring.sample.endpoint.WhoamiEndpoint;
import dev.mooring.sample.events.EventLog;
import dev.mooring.sample.events.Streams;
import dev.mooring.sample.fault.Control;
import dev.mooring.sample.fault.FaultTarget;
import dev.mooring.sample.fault.Faults;
import dev.mooring.sample.fault.Latency;
import dev.mooring.sample.front.Cors;
import dev.mooring.sample.front.Router;
import dev.mooring.sample.front.TokenCheck;
import dev.mooring.sample.http.Connections;
import dev.mooring.sample.http.Endpoint;

/** The path of every request, and what is at each URL. */
record Routes(
        Settings settings, EventLog log, Streams streams, Connections connections, Faults faults, FaultTarget target) {

    /** From the outside in: origins and preflights, the latency fault, the token, the routes. */
    Endpoint front() {
        Endpoint routes = router();
        Endpoint trusted = settings.token() == null ? routes : new TokenCheck(settings.token(), routes);
        return new Cors(new Latency(faults, trusted));
    }

    private Router router() {
        Router router = new Router()
                .get("/api/events/stream", new StreamEndpoint(log, settings.intervalMillis(), streams))
                .get("/api/poll", new PollEndpoint(log, settings.intervalMillis()))
                .post("/api/events", new BroadcastEndpoint(log, streams))
                .get("/api/connections", new ConnectionsEndpoint(settings.name(), connections, streams))
                .get("/api/whoami", new WhoamiEndpoint(settings.name(), settings.token()))
                .get("/health", new HealthEndpoint(faults::healthy))
                .get("/bytes/*", new BytesEndpoint())
                .get("/redirect", new RedirectEndpoint())
                .get("/stop", new StopEndpoint());
        Endpoint upload = new UploadEndpoint();
        for (String path : new String[] {"/upload", "/echo"}) {
            router.post(path, upload).put(path, upload);
        }
        new Control(settings.name(), faults, target, settings.log()).addTo(router);
        return addPage(router);
    }

    private Router addPage(Router router) {
        return router.get("/page/config", new PageConfigEndpoint(settings.name(), settings.dashboard()))
                .get("/", page("index.html", "text/html; charset=utf-8"))
                .get("/page/page.css", page("page.css", "text/css; charset=utf-8"))
                .get("/page/stream.js", page("stream.js", "text/javascript; charset=utf-8"))
                .get("/page/backends.js", page("backends.js", "text/javascript; charset=utf-8"));
    }

    private Endpoint page(String file, String contentType) {
        return PageEndpoint.of(file, contentType, settings.dashboard());
    }
}
