// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.BackendSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the addresses behind a Service. */
final class Endpoints {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final Cluster cluster;
    private final Reports reports;
    private final Map<String, List<KubeObject>> slices = new HashMap<>();
    private final List<Labelled> workloads;
    private final List<Labelled> pods;

    Endpoints(Cluster cluster, Reports reports) {
        this.cluster = cluster;
        this.reports = reports;
        for (KubeObject slice : cluster.all("EndpointSlice")) {
            Optional.ofNullable(slice.labels().get(SERVICE_NAME))
                    .ifPresent(service -> slices.computeIfAbsent(
                                    slice.namespace() + "/" + service, id -> new ArrayList<>())
                            .add(slice));
        }
        this.workloads = Stream.concat(cluster.all("Deployment").stream(), cluster.all("StatefulSet").stream())
                .map(Labelled::template)
                .toList();
        this.pods = cluster.all("Pod").stream()
                .map(pod -> new Labelled(pod, pod.labels()))
                .toList();
    }

    /** An object and the labels by which a Service finds it, read once for all Services. */
    private record Labelled(KubeObject object, Map<String, String> labels) {
        static Labelled template(KubeObject workload) {
            Value metadata = workload.spec().get("template", "metadata");
            return new Labelled(workload, KubeObject.texts(metadata.get("labels")));
        }

        boolean isBehind(ServicePort port, Map<String, String> selector) {
            return object.namespace().equals(port.namespace())
                    && labels.entrySet().containsAll(selector.entrySet());
        }
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

    /** The specifications of the pods behind a port, as far as workloads and pods of the files tell. */
    List<Value> pods(ServicePort port) {
        Map<String, String> selector = selector(port);
        if (selector.isEmpty()) {
            return List.of();
        }
        Stream<Value> templates = workloads.stream()
                .filter(workload -> workload.isBehind(port, selector))
                .map(workload -> workload.object().spec().get("template", "spec"));
        Stream<Value> alone = pods.stream()
                .filter(pod -> pod.isBehind(port, selector))
                .map(pod -> pod.object().spec());
        return Stream.concat(templates, alone).toList();
    }

    private static Map<String, String> selector(ServicePort port) {
        return port.service()
                .map(service -> KubeObject.texts(service.spec().get("selector")))
                .orElse(Map.of());
    }

    /** Says how many backends the cluster has where the files give no address. */
    void expect(ServicePort port) {
        Map<String, String> selector = selector(port);
        if (selector.isEmpty() || areKnown(port)) {
            return;
        }
        for (Labelled workload : workloads) {
            if (workload.isBehind(port, selector)) {
                int replicas = workload.object().spec().get("replicas").number(1);
                announce(workload.object(), port, replicas);
            }
        }
        List<Labelled> behind =
                pods.stream().filter(pod -> pod.isBehind(port, selector)).toList();
        if (!behind.isEmpty()) {
            announce(behind.get(0).object(), port, behind.size());
        }
    }

    private void announce(KubeObject workload, ServicePort port, int count) {
        String backends = count == 1 ? "one backend" : count + " backends";
        String message = workload.title() + ": gives Service " + port.name() + " " + backends + " in the cluster";
        String hint = "give as many here, with --backend " + port.name() + "=HOST:PORT,... or --samples";
        reports.once(DiagnosticCode.IMPLIED_DEFAULT, workload.position(), message, hint);
    }

    private List<KubeObject> slices(ServicePort port) {
        return slices.getOrDefault(port.namespace() + "/" + port.name(), List.of());
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
