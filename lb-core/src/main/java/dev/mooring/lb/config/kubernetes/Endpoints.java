// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.BackendSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the addresses behind a Service. */
final class Endpoints {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final Cluster cluster;
    private final Reports reports;

    Endpoints(Cluster cluster, Reports reports) {
        this.cluster = cluster;
        this.reports = reports;
    }

    /** The backends that the files name for a port of a Service; none when they name none. */
    List<BackendSpec> backends(ServicePort port) {
        Optional<KubeObject> service = port.service();
        Optional<String> external =
                service.flatMap(object -> object.spec().get("externalName").text());
        if (external.isPresent()) {
            String host = external.get().replaceFirst("\\.$", "");
            return List.of(backend(host, port.number().orElse(80)));
        }
        Map<String, BackendSpec> found = new LinkedHashMap<>();
        slices(port).forEach(slice -> slice(slice, port).forEach(b -> found.putIfAbsent(b.id(), b)));
        if (found.isEmpty()) {
            cluster.find("Endpoints", port.namespace(), port.name())
                    .ifPresent(object -> subsets(object, port).forEach(b -> found.putIfAbsent(b.id(), b)));
        }
        return List.copyOf(found.values());
    }

    /** Whether the files say which backends there are, if only that there is none. */
    boolean areKnown(ServicePort port) {
        return !slices(port).isEmpty()
                || cluster.find("Endpoints", port.namespace(), port.name()).isPresent();
    }

    /** Says how many backends the cluster has where the files give no address. */
    void expect(ServicePort port) {
        Map<String, String> selector = port.service()
                .map(service -> KubeObject.texts(service.spec().get("selector")))
                .orElse(Map.of());
        if (selector.isEmpty() || areKnown(port)) {
            return;
        }
        for (String kind : List.of("Deployment", "StatefulSet")) {
            for (KubeObject workload : cluster.all(kind)) {
                Value template = workload.spec().get("template");
                Map<String, String> labels = KubeObject.texts(template.get("metadata", "labels"));
                if (workload.namespace().equals(port.namespace())
                        && labels.entrySet().containsAll(selector.entrySet())) {
                    int replicas = workload.spec().get("replicas").number(1);
                    announce(workload, port, replicas == 1 ? "one backend" : replicas + " backends");
                }
            }
        }
        List<KubeObject> pods = cluster.all("Pod").stream()
                .filter(pod -> pod.namespace().equals(port.namespace()))
                .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
        if (!pods.isEmpty()) {
            announce(pods.get(0), port, pods.size() == 1 ? "one backend" : pods.size() + " backends");
        }
    }

    private void announce(KubeObject workload, ServicePort port, String count) {
        String message = workload.title() + ": gives Service " + port.name() + " " + count + " in the cluster";
        String hint = "give as many here, with --backend " + port.name() + "=HOST:PORT,... or --samples";
        reports.once(DiagnosticCode.IMPLIED_DEFAULT, workload.position(), message, hint);
    }

    private List<KubeObject> slices(ServicePort port) {
        return cluster.all("EndpointSlice").stream()
                .filter(slice -> slice.namespace().equals(port.namespace()))
                .filter(slice -> port.name().equals(slice.labels().get(SERVICE_NAME)))
                .toList();
    }

    private List<BackendSpec> slice(KubeObject slice, ServicePort port) {
        List<BackendSpec> backends = new ArrayList<>();
        Optional<Integer> number = number(slice.value().get("ports").items(), port);
        boolean notReadyToo = port.service()
                .map(service -> service.spec().get("publishNotReadyAddresses").flag(false))
                .orElse(false);
        for (Value endpoint : slice.value().get("endpoints").items()) {
            Value conditions = endpoint.get("conditions");
            boolean ready = conditions.get("ready").flag(true)
                    && !conditions.get("terminating").flag(false);
            for (String address : endpoint.get("addresses").texts()) {
                if (number.isEmpty()) {
                    continue;
                }
                if (ready || notReadyToo) {
                    backends.add(backend(address, number.get()));
                } else {
                    leftOut(slice, endpoint, address);
                }
            }
        }
        return backends;
    }

    private List<BackendSpec> subsets(KubeObject endpoints, ServicePort port) {
        List<BackendSpec> backends = new ArrayList<>();
        for (Value subset : endpoints.value().get("subsets").items()) {
            Optional<Integer> number = number(subset.get("ports").items(), port);
            for (Value address : subset.get("addresses").items()) {
                Optional<String> ip = address.get("ip").text();
                if (ip.isPresent() && number.isPresent()) {
                    backends.add(backend(ip.get(), number.get()));
                }
            }
            for (Value address : subset.get("notReadyAddresses").items()) {
                leftOut(endpoints, address, address.get("ip").text("an address"));
            }
        }
        return backends;
    }

    private void leftOut(KubeObject object, Value at, String address) {
        String message = object.title() + ": " + address + " is not ready, so no gateway uses it";
        reports.once(DiagnosticCode.IMPLIED_DEFAULT, at.position(), message, "");
    }

    /** The port of the backends: the one with the name of the Service's port, or the only one. */
    private static Optional<Integer> number(List<Value> ports, ServicePort port) {
        Optional<Value> named = ports.stream()
                .filter(p -> p.get("name").text("").equals(port.portName().orElse("")))
                .findFirst();
        return named.or(() -> ports.size() == 1 ? Optional.of(ports.get(0)) : Optional.empty())
                .flatMap(p -> p.get("port").number())
                .filter(number -> number >= 1 && number <= 65_535);
    }

    static BackendSpec backend(String host, int port) {
        return new BackendSpec(
                new HostPort(host, port).toString(), host, port, BackendSpec.DEFAULT_WEIGHT, BackendSpec.UNLIMITED);
    }
}
