// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.List;

/** The kinds of the Gateway API. */
final class GatewaySchemas {
    private static final String GATEWAY_CLASS = """
            spec.controllerName | text | honoured | says whose habits its gateways have
            spec.description | text | ignored | for humans
            spec.parametersRef | any | ignored | only the controller is needed
            """;

    private static final String GATEWAY = """
            spec.gatewayClassName | text | honoured | says whose habits it has
            spec.addresses[] | any | ignored | listeners are on 127.0.0.1
            spec.infrastructure | any | ignored | nothing is rented
            spec.listeners[].name | text | honoured | the name of the listener
            spec.listeners[].hostname | text | honoured | routes get the hosts that both have
            spec.listeners[].port | int | honoured | listeners with the same port share one
            spec.listeners[].protocol | text | honoured | HTTP and HTTPS; others are skipped
            spec.listeners[].tls.mode | text | honoured | Terminate; a listener with Passthrough is skipped
            spec.listeners[].tls.certificateRefs[].name | text | honoured | the Secret of the run, or else a local certificate
            spec.listeners[].tls.certificateRefs[].namespace | text | honoured | of the Secret
            spec.listeners[].tls.certificateRefs[].group | text | ignored | only Secrets are read
            spec.listeners[].tls.certificateRefs[].kind | text | ignored | only Secrets are read
            spec.listeners[].tls.options | any | ignored | the product's own options
            spec.listeners[].tls.frontendValidation | any | reported | the gateway asks clients for certificates
            spec.listeners[].allowedRoutes.namespaces.from | text | honoured | Same, All, or Selector, which is taken for All
            spec.listeners[].allowedRoutes.namespaces.selector | any | reported | labels of namespaces are not known here; all may attach
            spec.listeners[].allowedRoutes.kinds[] | any | ignored | only HTTPRoutes are served
            spec.allowedListeners | any | reported | ListenerSets are not read
            spec.backendTLS | any | reported | the gateway shows backends a certificate
            spec.tls | any | reported | the gateway asks clients for certificates
            spec.defaultScope | text | ignored | routes have to name their gateway
            """;

    private static final String MATCHES = """
            spec.rules[].matches[].path.type | text | honoured | PathPrefix, Exact, RegularExpression
            spec.rules[].matches[].path.value | text | honoured | `/` unless it is given
            spec.rules[].matches[].headers[].type | text | honoured | Exact, RegularExpression
            spec.rules[].matches[].headers[].name | text | honoured | of the same name, the first counts
            spec.rules[].matches[].headers[].value | text | honoured | compared as the type says
            spec.rules[].matches[].queryParams[].type | text | honoured | Exact, RegularExpression
            spec.rules[].matches[].queryParams[].name | text | honoured | of the same name, the first counts
            spec.rules[].matches[].queryParams[].value | text | honoured | compared as the type says
            spec.rules[].matches[].method | text | honoured | in capitals
            """;

    private static final String RULE = """
            spec.parentRefs[].group | text | ignored | only Gateways are parents
            spec.parentRefs[].kind | text | honoured | a parent that is no Gateway is skipped
            spec.parentRefs[].namespace | text | honoured | that of the route unless it is given
            spec.parentRefs[].name | text | honoured | a Gateway that is not in the files is made up
            spec.parentRefs[].sectionName | text | honoured | the listener
            spec.parentRefs[].port | int | honoured | the listeners with this port
            spec.hostnames[] | text | honoured | `*.` stands for one or more labels
            spec.useDefaultGateways | text | ignored | routes have to name their gateway
            spec.rules[].name | text | ignored | the place in the list names it
            spec.rules[].backendRefs[].group | text | honoured | a backend that is no Service answers 500
            spec.rules[].backendRefs[].kind | text | honoured | a backend that is no Service answers 500
            spec.rules[].backendRefs[].name | text | honoured | becomes a pool
            spec.rules[].backendRefs[].namespace | text | honoured | another one needs a ReferenceGrant
            spec.rules[].backendRefs[].port | int | honoured | part of the pool's name
            spec.rules[].backendRefs[].weight | int | honoured | 1 unless it is given; 0 keeps bound clients only
            spec.rules[].timeouts.request | duration | honoured | to the end of the response, streams too; 0s for none
            spec.rules[].timeouts.backendRequest | duration | honoured | for one try, to the end of the response
            spec.rules[].retry.codes[] | int | honoured | statuses that are tried again
            spec.rules[].retry.attempts | int | honoured | further tries
            spec.rules[].retry.backoff | duration | honoured | the pause before them
            """;

    private static final String FILTERS = """
            @.type | text | honoured | which filter it is
            @.requestHeaderModifier.set[].name | text | honoured | sets a field
            @.requestHeaderModifier.set[].value | text | honoured | sets a field
            @.requestHeaderModifier.add[].name | text | honoured | adds a field
            @.requestHeaderModifier.add[].value | text | honoured | adds a field
            @.requestHeaderModifier.remove[] | text | honoured | removes a field
            @.responseHeaderModifier.set[].name | text | honoured | sets a field
            @.responseHeaderModifier.set[].value | text | honoured | sets a field
            @.responseHeaderModifier.add[].name | text | honoured | adds a field
            @.responseHeaderModifier.add[].value | text | honoured | adds a field
            @.responseHeaderModifier.remove[] | text | honoured | removes a field
            @.requestMirror.backendRef.name | text | honoured | gets a copy
            @.requestMirror.backendRef.namespace | text | honoured | another one needs a ReferenceGrant
            @.requestMirror.backendRef.port | int | honoured | gets a copy
            @.requestMirror.backendRef.group | text | honoured | only Services get copies
            @.requestMirror.backendRef.kind | text | honoured | only Services get copies
            @.requestMirror.backendRef.weight | int | ignored | a mirror gets all its copies
            @.requestMirror.percent | int | honoured | the share of copies
            @.requestMirror.fraction.numerator | int | honoured | the share of copies
            @.requestMirror.fraction.denominator | int | honoured | 100 unless it is given
            @.requestRedirect.scheme | text | honoured | the port is then that of the scheme
            @.requestRedirect.hostname | text | honoured | the new host
            @.requestRedirect.port | int | honoured | the new port
            @.requestRedirect.statusCode | int | honoured | 302 unless it is given
            @.requestRedirect.path.type | text | honoured | ReplaceFullPath, ReplacePrefixMatch
            @.requestRedirect.path.replaceFullPath | text | honoured | the new path
            @.requestRedirect.path.replacePrefixMatch | text | honoured | the new prefix
            @.urlRewrite.hostname | text | honoured | the Host that the backend sees
            @.urlRewrite.path.type | text | honoured | ReplaceFullPath, ReplacePrefixMatch
            @.urlRewrite.path.replaceFullPath | text | honoured | the new path
            @.urlRewrite.path.replacePrefixMatch | text | honoured | the new prefix
            @.cors.allowOrigins[] | text | honoured | who may ask
            @.cors.allowCredentials | bool | honoured | whether cookies may go along
            @.cors.allowMethods[] | text | honoured | `*` for all
            @.cors.allowHeaders[] | text | honoured | `*` for all
            @.cors.exposeHeaders[] | text | honoured | `*` for all
            @.cors.maxAge | int | honoured | 5 s unless it is given
            @.externalAuth | any | reported | the gateway asks another service whether a request may pass
            @.extensionRef | any | reported | a filter of the product's own
            """;

    private static final String PERSISTENCE = """
            @.sessionPersistence.type | text | honoured | Cookie unless it is Header
            @.sessionPersistence.sessionName | text | honoured | up to v1.6: the name of the cookie or header
            @.sessionPersistence.absoluteTimeout | duration | honoured | Max-Age of a permanent cookie
            @.sessionPersistence.idleTimeout | duration | reported | the gateway forgets a session after this time without a request
            @.sessionPersistence.cookieConfig.lifetimeType | text | honoured | up to v1.6: Session unless it is Permanent
            @.sessionPersistence.cookie.name | text | honoured | after v1.6: the name of the cookie
            @.sessionPersistence.cookie.path | text | honoured | after v1.6: `/` unless it is given
            @.sessionPersistence.cookie.lifetimeType | text | honoured | after v1.6: Session unless it is Permanent
            @.sessionPersistence.header.name | text | honoured | after v1.6: the name of the header
            """;

    private static final String MADE_UP = """
            spec.rules[].sessionAffinity.type | text | honoured | no version has it; Mooring does what it seems to mean
            spec.rules[].sessionAffinity.cookie.name | text | honoured | no version has it; Mooring does what it seems to mean
            spec.rules[].sessionAffinity.cookie.maxAge | seconds | honoured | no version has it; Mooring does what it seems to mean
            """;

    private static final String REFERENCE_GRANT = """
            spec.from[].group | text | ignored | kind and namespace say enough
            spec.from[].kind | text | honoured | HTTPRoute
            spec.from[].namespace | text | honoured | of the route
            spec.to[].group | text | ignored | kind and name say enough
            spec.to[].kind | text | honoured | Service
            spec.to[].name | text | honoured | all unless it is given
            """;

    private static final String TARGETS = """
            spec.targetRefs[].group | text | ignored | the kind says enough
            spec.targetRefs[].kind | text | honoured | Service
            spec.targetRefs[].name | text | honoured | of the Service
            spec.targetRefs[].sectionName | text | honoured | the name of a port
            """;

    private static final String RETRY_BUDGET = """
            spec.retryConstraint | any | reported | the gateway retries only a share of all requests
            spec.targetRefs[].namespace | text | ignored | that of the policy
            """;

    private static final String BACKEND_TLS = """
            spec.validation.hostname | text | honoured | the name asked for and verified
            spec.validation.caCertificateRefs[].name | text | honoured | a ConfigMap or Secret with ca.crt
            spec.validation.caCertificateRefs[].kind | text | honoured | ConfigMap or Secret
            spec.validation.caCertificateRefs[].group | text | ignored | the kind says enough
            spec.validation.wellKnownCACertificates | text | honoured | System
            spec.validation.subjectAltNames[] | any | reported | the gateway accepts certificates with these names only
            spec.options | any | ignored | the product's own options
            """;

    static final List<Schema> ALL = List.of(
            Schema.of("GatewayClass", "gateway.networking.k8s.io", GATEWAY_CLASS),
            Schema.of("Gateway", "gateway.networking.k8s.io", GATEWAY),
            Schema.of(
                    "HTTPRoute",
                    "gateway.networking.k8s.io",
                    RULE
                            + MATCHES
                            + FILTERS.replace("@.", "spec.rules[].filters[].")
                            + FILTERS.replace("@.", "spec.rules[].backendRefs[].filters[].")
                            + PERSISTENCE.replace("@.", "spec.rules[].")
                            + MADE_UP),
            Schema.of("ReferenceGrant", "gateway.networking.k8s.io", REFERENCE_GRANT),
            Schema.of("BackendTLSPolicy", "gateway.networking.k8s.io", TARGETS + BACKEND_TLS),
            Schema.of("BackendLBPolicy", "gateway.networking.k8s.io", traffic()),
            Schema.of("BackendTrafficPolicy", "gateway.networking.k8s.io", traffic()),
            Schema.of("XBackendTrafficPolicy", "gateway.networking.x-k8s.io", traffic()));

    private GatewaySchemas() {}

    private static String traffic() {
        return TARGETS + RETRY_BUDGET + PERSISTENCE.replace("@.", "spec.");
    }
}
