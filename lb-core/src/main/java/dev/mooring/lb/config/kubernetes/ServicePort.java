// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.Optional;

/**
 * A port of a Service, as something refers to it.
 *
 * @param namespace of the Service
 * @param name of the Service
 * @param written the number or the name of the port; empty text when none was given
 * @param service the Service; empty when it is not in the files
 * @param port the entry of its list of ports; empty when there is none
 */
record ServicePort(String namespace, String name, String written, Optional<KubeObject> service, Optional<Value> port) {

    /** Looks for the port; without one, the first of the Service. */
    static ServicePort find(Cluster cluster, String namespace, String name, String written) {
        Optional<KubeObject> service = cluster.find("Service", namespace, name);
        Optional<Value> port = service.flatMap(object -> object.spec().get("ports").items().stream()
                .filter(p -> written.isEmpty()
                        || p.get("port").text("").equals(written)
                        || p.get("name").text("").equals(written))
                .findFirst());
        String shown = !written.isEmpty()
                ? written
                : port.flatMap(p -> p.get("port").text()).orElse("");
        return new ServicePort(namespace, name, shown, service, port);
    }

    /** {@code namespace/name:port}. */
    String id() {
        return namespace + "/" + name + (written.isEmpty() ? "" : ":" + written);
    }

    Optional<String> portName() {
        return port.flatMap(p -> p.get("name").text())
                .or(() -> written.matches("[0-9]+|") ? Optional.empty() : Optional.of(written));
    }

    Optional<Integer> number() {
        return port.flatMap(p -> p.get("port").number())
                .or(() -> Optional.of(written)
                        .filter(text -> text.matches("[0-9]{1,5}"))
                        .map(Integer::valueOf))
                .filter(number -> number >= 1 && number <= 65_535);
    }
}
