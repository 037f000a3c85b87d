// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.List;

/** Ingress in its old and its new form. */
final class IngressSchemas {
    private static final String INGRESS = """
            spec.ingressClassName | text | honoured | says which controller reads it
            spec.rules[].host | text | honoured | `*.` stands for exactly one label; none for all hosts that no other rule has
            spec.rules[].http.paths[].path | text | honoured | the longest first
            spec.rules[].http.paths[].pathType | text | honoured | ImplementationSpecific and nothing mean Prefix
            spec.rules[].http.paths[].backend.service.name | text | honoured | becomes a pool
            spec.rules[].http.paths[].backend.service.port.number | int | honoured | part of the pool's name, and of its cookie's salt
            spec.rules[].http.paths[].backend.service.port.name | text | honoured | part of the pool's name, and of its cookie's salt
            spec.rules[].http.paths[].backend.resource | any | honoured | 404, as the controller answers
            spec.rules[].http.paths[].backend.serviceName | text | honoured | the form before networking.k8s.io/v1
            spec.rules[].http.paths[].backend.servicePort | int-or-text | honoured | the form before networking.k8s.io/v1
            spec.defaultBackend.service.name | text | honoured | for what no path matches
            spec.defaultBackend.service.port.number | int | honoured | as in a path
            spec.defaultBackend.service.port.name | text | honoured | as in a path
            spec.defaultBackend.resource | any | honoured | 404, as the controller answers
            spec.backend.serviceName | text | honoured | the form before networking.k8s.io/v1
            spec.backend.servicePort | int-or-text | honoured | the form before networking.k8s.io/v1
            spec.backend.resource | any | honoured | 404, as the controller answers
            spec.tls[].hosts[] | text | honoured | http on these hosts is redirected to https
            spec.tls[].secretName | text | honoured | the Secret of the run, or else a local certificate
            """;

    private static final String INGRESS_CLASS = """
            spec.controller | text | honoured | says which controller an Ingress is for
            spec.parameters | any | ignored | only the controller is needed
            """;

    static final List<Schema> ALL = List.of(
            Schema.of("Ingress", "networking.k8s.io extensions", INGRESS),
            Schema.of("IngressClass", "networking.k8s.io", INGRESS_CLASS));

    private IngressSchemas() {}
}
