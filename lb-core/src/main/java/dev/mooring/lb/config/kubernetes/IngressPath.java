// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A path of a rule of an Ingress.
 *
 * @param number its place in the Ingress, from 1
 * @param host the host, in lower case; empty text for all
 * @param path the path, {@code /} if none is written
 * @param type Exact, Prefix or ImplementationSpecific
 * @param backend the Service; empty when the rule has none
 * @param position where it was written
 */
record IngressPath(
        int number, String host, String path, String type, Optional<ServicePort> backend, SourcePosition position) {
    static final String EXACT = "Exact";
    static final String PREFIX = "Prefix";
    static final String ANY_TYPE = "ImplementationSpecific";

    static List<IngressPath> all(KubeObject ingress, Cluster cluster) {
        List<IngressPath> paths = new ArrayList<>();
        for (Value rule : ingress.spec().get("rules").items()) {
            for (Value path : rule.get("http", "paths").items()) {
                String text = path.get("path").text("");
                paths.add(new IngressPath(
                        paths.size() + 1,
                        host(rule),
                        text.isEmpty() ? "/" : text,
                        path.get("pathType").text(ANY_TYPE),
                        service(ingress, path.get("backend"), cluster),
                        path.position()));
            }
        }
        return paths;
    }

    static String host(Value rule) {
        return rule.get("host").text("").toLowerCase(Locale.ROOT);
    }

    /** The Service of a backend in the new or the old form. */
    static Optional<ServicePort> service(KubeObject ingress, Value backend, Cluster cluster) {
        Value service = backend.get("service");
        Value port = service.get("port");
        String number = port.get("number").text(port.get("name").text(""));
        Optional<String> name =
                service.get("name").text().or(() -> backend.get("serviceName").text());
        String written = backend.get("serviceName").isPresent()
                ? backend.get("servicePort").text("")
                : number;
        return name.map(text -> ServicePort.find(cluster, ingress.namespace(), text, written));
    }

    /** The path as a request has it: what may not stand there is percent-encoded. */
    String encoded() {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = octet > 0x20 && octet < 0x7f && octet != '?' && octet != '#';
            encoded.append(plain ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return encoded.toString();
    }

    boolean isExact() {
        return type.equals(EXACT);
    }

    /** What makes two paths the same one for the controller: without a type of its own, a path is a prefix. */
    String key() {
        return host + " " + path + (isExact() ? " =" : "");
    }
}
