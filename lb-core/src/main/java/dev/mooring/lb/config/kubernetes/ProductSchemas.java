// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.List;

/** The kinds of Application Gateway for Containers and of NGINX Gateway Fabric. */
final class ProductSchemas {
    private static final String TARGET = """
            spec.targetRef.group | text | ignored | the kind says enough
            spec.targetRef.kind | text | honoured | what the policy is for
            spec.targetRef.name | text | honoured | what the policy is for
            spec.targetRef.namespace | text | honoured | that of the policy unless it is given
            spec.targetRef.sectionNames[] | text | reported | the policy is taken for the whole object
            spec.targetRef.sectionName | text | reported | the policy is taken for the whole object
            """;

    private static final String AFFINITY = """
            @.sessionAffinity.affinityType | text | honoured | application-cookie or managed-cookie
            @.sessionAffinity.cookieName | text | honoured | of an application-cookie
            @.sessionAffinity.cookieDuration | seconds | honoured | of an application-cookie
            """;

    private static final String ROUTE_POLICY = """
            spec.default.timeouts.routeTimeout | duration | honoured | the whole exchange; 0s for no limit
            spec.override | any | dead | Application Gateway for Containers rejects it (OverrideNotSupported); write default
            """;

    private static final String INGRESS_EXTENSION = """
            spec.backendSettings[].service | text | honoured | which backend it is for
            spec.backendSettings[].ports[].port | int | ignored | the settings are taken for all ports
            spec.backendSettings[].ports[].protocol | text | reported | where it is HTTPS, the gateway speaks TLS to the backends; here only a BackendTLSPolicy does that
            spec.backendSettings[].protocol | text | reported | where it is HTTPS, the gateway speaks TLS to the backends; here only a BackendTLSPolicy does that
            spec.backendSettings[].timeouts.requestTimeout | duration | honoured | the whole exchange; 0s for no limit
            spec.backendSettings[].trustedRootCertificate | text | reported | the gateway trusts this authority
            spec.backendSettings[].loadBalancing | any | reported | the gateway balances in its way
            spec.rules[].host | text | honoured | which host it is for
            spec.rules[].httpPort | int | reported | the gateway listens on this port
            spec.rules[].httpsPort | int | reported | the gateway listens on this port
            spec.rules[].rewrites[].type | text | honoured | RequestHeaderModifier, ResponseHeaderModifier, URLRewrite
            spec.rules[].rewrites[].requestHeaderModifier | any | honoured | as in an HTTPRoute
            spec.rules[].rewrites[].responseHeaderModifier | any | honoured | as in an HTTPRoute
            spec.rules[].rewrites[].urlRewrite | any | honoured | as in an HTTPRoute
            spec.rules[].requestRedirect | any | honoured | as in an HTTPRoute
            """;

    private static final String HEALTH = """
            spec.default.interval | duration | honoured | 5s unless it is given
            spec.default.timeout | duration | honoured | 30s unless it is given
            spec.default.healthyThreshold | int | honoured | 1 unless it is given
            spec.default.unhealthyThreshold | int | honoured | 3 unless it is given
            spec.default.port | int | honoured | the backend's own unless it is given
            spec.default.http.host | text | honoured | localhost unless it is given
            spec.default.http.path | text | honoured | `/` unless it is given
            spec.default.http.match.statusCodes[].start | int | honoured | statuses that count as good
            spec.default.http.match.statusCodes[].end | int | honoured | statuses that count as good
            spec.default.http.match.body | text | reported | the gateway looks for this text
            spec.default.grpc | any | reported | the gateway probes by gRPC
            spec.default.useTLS | bool | ignored | a probe speaks as the pool does
            spec.override | any | dead | Application Gateway for Containers rejects it (OverrideNotSupported); write default
            """;

    private static final String ALB_TLS = """
            spec.default.sni | text | honoured | the name asked for
            spec.default.ports[].port | int | ignored | the policy is taken for all ports
            spec.default.clientCertificateRef.name | text | honoured | a Secret of the run
            spec.default.clientCertificateRef.group | text | ignored | only Secrets are read
            spec.default.clientCertificateRef.kind | text | ignored | only Secrets are read
            spec.default.clientCertificateRef.namespace | text | ignored | that of the policy
            spec.default.verify.caCertificateRef.name | text | honoured | a Secret with ca.crt or tls.crt
            spec.default.verify.caCertificateRef.group | text | ignored | only Secrets are read
            spec.default.verify.caCertificateRef.kind | text | ignored | only Secrets are read
            spec.default.verify.caCertificateRef.namespace | text | ignored | that of the policy
            spec.default.verify.subjectAltName | text | honoured | if it is given, the certificate has to be for the name asked for
            spec.override.timeout.request | duration | honoured | no version has it; Mooring does what it seems to mean
            """;

    private static final String BALANCING = """
            spec.targetRefs[].group | text | ignored | the kind says enough
            spec.targetRefs[].kind | text | honoured | Service
            spec.targetRefs[].name | text | honoured | of the Service
            spec.targetRefs[].namespace | text | ignored | that of the policy
            spec.targetRefs[].ports[] | any | ignored | the policy is taken for all ports
            spec.loadBalancing.strategy | text | honoured | round-robin, least-request, ring-hash; load-aware is taken for least-request
            spec.loadBalancing.slowStart | any | reported | the gateway gives a new backend its share little by little
            spec.loadBalancing.loadAware | any | reported | the gateway asks backends how busy they are
            """;

    private static final String FRONTEND_TLS = """
            spec | any | reported | the gateway asks clients for certificates
            """;

    private static final String UPSTREAM = """
            spec.targetRefs[].group | text | ignored | the kind says enough
            spec.targetRefs[].kind | text | honoured | Service
            spec.targetRefs[].name | text | honoured | of the Service
            spec.loadBalancingMethod | text | honoured | random two least_conn unless it is given
            spec.hashMethodKey | text | honoured | an nginx variable
            spec.zoneSize | text | ignored | nobody sees it
            spec.keepAlive.time | text | ignored | the time below counts
            spec.keepAlive.timeout | text | honoured | how long a connection is kept
            spec.keepAlive.connections | int | ignored | connections are kept for each event loop
            spec.keepAlive.requests | int | ignored | connections are kept by time
            """;

    private static final String PROXY = """
            spec.targetRefs[].group | text | ignored | the kind says enough
            spec.targetRefs[].kind | text | honoured | Gateway or HTTPRoute
            spec.targetRefs[].name | text | honoured | of the Gateway or HTTPRoute
            spec.timeout.connect | text | honoured | 60s unless it is given
            spec.timeout.read | text | honoured | between two reads; 60s unless it is given
            spec.timeout.send | text | ignored | it concerns writing the request
            spec.buffering.disable | bool | honoured | responses are buffered unless it is true
            spec.buffering.bufferSize | text | ignored | sizes of nginx's own
            spec.buffering.buffers | any | ignored | sizes of nginx's own
            spec.buffering.busyBuffersSize | text | ignored | sizes of nginx's own
            """;

    private static final String ALB = "alb.networking.azure.io";
    private static final String NGF = "gateway.nginx.org";

    static final List<Schema> ALL = List.of(
            Schema.of("RoutePolicy", ALB, TARGET + AFFINITY.replace("@.", "spec.default.") + ROUTE_POLICY),
            Schema.of("IngressExtension", ALB, INGRESS_EXTENSION + AFFINITY.replace("@.", "spec.backendSettings[].")),
            Schema.of("HealthCheckPolicy", ALB, TARGET + HEALTH),
            Schema.of("BackendTLSPolicy", ALB, TARGET + ALB_TLS),
            Schema.of("BackendLoadBalancingPolicy", ALB, BALANCING),
            Schema.of("FrontendTLSPolicy", ALB, FRONTEND_TLS),
            Schema.of("UpstreamSettingsPolicy", NGF, UPSTREAM),
            Schema.of("ProxySettingsPolicy", NGF, PROXY));

    private ProductSchemas() {}
}
