// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.Gateway;
import dev.mooring.lb.admin.AdminResponse;
import dev.mooring.lb.admin.AdminRoute;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.GatewaySpec;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway over sample backends in processes of their own, which its page can break, restart and multiply through the admin
 * listener. Safe from any thread.
 */
final class Demo implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final int MAX_BACKENDS = 16;

    private final HostPort listen;
    private final HostPort admin;
    private final Map<String, SampleProcess> backends = new LinkedHashMap<>();
    private final Gateway gateway;

    private Demo(HostPort listen, HostPort admin, Transport transport) throws IOException {
        this.listen = listen;
        this.admin = admin;
        this.gateway = Gateway.start(
                DemoSpec.of(listen, admin, List.of()),
                transport,
                () -> new LoadResult(Optional.of(spec()), List.of()),
                List.of(
                        new AdminRoute("POST", "/api/demo/backends", request -> answer(this::add)),
                        new AdminRoute(
                                "POST",
                                "/api/demo/backends/{id}/restart",
                                request -> answer(() -> restart(request.variable("id"))))));
    }

    /** Starts the gateway, then its backends; when this returns, all of them serve. */
    static Demo start(HostPort listen, HostPort admin, Transport transport, int count) throws IOException {
        Demo demo = new Demo(listen, admin, transport);
        try {
            for (int i = 0; i < count; i++) {
                demo.launch("b" + (i + 1), 0);
            }
            demo.gateway.reload().toCompletableFuture().join();
            return demo;
        } catch (IOException e) {
            demo.close();
            throw e;
        }
    }

    Gateway gateway() {
        return gateway;
    }

    private interface Task {
        String run() throws IOException;
    }

    /** Starts one more backend; its id. */
    private synchronized String add() throws IOException {
        if (backends.size() >= MAX_BACKENDS) {
            throw new IOException(
                    "there are " + backends.size() + " backends (expected: at most " + MAX_BACKENDS + ")");
        }
        String id = "b" + (backends.size() + 1);
        launch(id, 0);
        gateway.reload();
        return id;
    }

    /** Starts a backend that has ended, at its old address; its id. */
    private synchronized String restart(String id) throws IOException {
        SampleProcess old = backends.get(id);
        if (old == null) {
            throw new IOException("backend: '" + id + "' (expected: one of " + backends.keySet() + ")");
        }
        if (old.isAlive()) {
            throw new IOException("backend " + id + " is running");
        }
        launch(id, old.port());
        return id;
    }

    private void launch(String id, int port) throws IOException {
        SampleProcess process = SampleProcess.start(id, port, Optional.of(URI.create("http://" + admin)));
        backends.put(id, process);
        LOG.info("sample backend {} on http://{}", id, process.address());
    }

    private synchronized GatewaySpec spec() {
        List<BackendSpec> all = backends.values().stream()
                .map(process -> new BackendSpec(
                        process.name(), "127.0.0.1", process.port(), BackendSpec.DEFAULT_WEIGHT, BackendSpec.UNLIMITED))
                .toList();
        return DemoSpec.of(listen, admin, all);
    }

    private static CompletionStage<AdminResponse> answer(Task task) {
        try {
            String id = task.run();
            return CompletableFuture.completedFuture(AdminResponse.json(200, json -> {
                json.writeStartObject();
                json.writeStringField("id", id);
                json.writeEndObject();
            }));
        } catch (IOException e) {
            return CompletableFuture.completedFuture(AdminResponse.error(409, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        gateway.close();
        closeBackends();
    }

    synchronized void closeBackends() {
        backends.values().forEach(SampleProcess::close);
    }
}
