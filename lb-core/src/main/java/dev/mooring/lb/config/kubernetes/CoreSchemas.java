// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.List;

/** The kinds of Kubernetes itself. */
final class CoreSchemas {
    private static final String SERVICE = """
            spec.type | text | honoured | LoadBalancer and NodePort get a listener also beside an Ingress or a Gateway
            spec.sessionAffinity | text | honoured | ClientIP: a table of addresses, asked once for each connection
            spec.sessionAffinityConfig.clientIP.timeoutSeconds | int | honoured | 10800 unless it is given; from the last connection on
            spec.ports[].name | text | honoured | backends of an Ingress may name it
            spec.ports[].port | int | honoured | the port that clients of the cloud see
            spec.ports[].targetPort | int-or-text | ignored | EndpointSlices and Endpoints have the port of the backends
            spec.ports[].protocol | text | honoured | a port that is not TCP is skipped
            spec.ports[].nodePort | int | ignored | the listener has the port itself
            spec.ports[].appProtocol | text | ignored | what is spoken is seen
            spec.selector | any | honoured | finds the workload whose replicas are counted
            spec.clusterIP | text | honoured | the one backend of service-upstream; None gets no listener
            spec.clusterIPs[] | text | ignored | the first one is clusterIP
            spec.externalName | text | honoured | the one backend of the Service
            spec.publishNotReadyAddresses | bool | honoured | backends that are not ready count as well
            spec.externalTrafficPolicy | text | ignored | a laptop has one node
            spec.internalTrafficPolicy | text | ignored | a laptop has one node
            spec.trafficDistribution | text | ignored | a laptop has one zone
            spec.healthCheckNodePort | int | ignored | a laptop has one node
            spec.externalIPs[] | text | ignored | the listener is on 127.0.0.1
            spec.loadBalancerIP | text | ignored | the listener is on 127.0.0.1
            spec.loadBalancerClass | text | ignored | the listener is on 127.0.0.1
            spec.loadBalancerSourceRanges[] | text | reported | the cloud drops connections from elsewhere; here all may connect
            spec.allocateLoadBalancerNodePorts | bool | ignored | the listener has the port itself
            spec.ipFamilies[] | text | ignored | the listener is on 127.0.0.1
            spec.ipFamilyPolicy | text | ignored | the listener is on 127.0.0.1
            """;

    private static final String ENDPOINT_SLICE = """
            addressType | text | honoured | FQDN is looked up
            endpoints[].addresses[] | text | honoured | the identity of the backend together with the port
            endpoints[].conditions.ready | bool | honoured | a backend that is not ready is left out
            endpoints[].conditions.serving | bool | ignored | only ready counts
            endpoints[].conditions.terminating | bool | honoured | a backend that terminates is left out
            endpoints[].hostname | text | ignored | the address counts
            endpoints[].nodeName | text | ignored | a laptop has one node
            endpoints[].zone | text | ignored | a laptop has one zone
            endpoints[].hints | any | ignored | a laptop has one zone
            endpoints[].targetRef | any | ignored | the address counts
            endpoints[].deprecatedTopology | any | ignored | a laptop has one zone
            ports[].name | text | honoured | the name of the Service's port
            ports[].port | int | honoured | the port of the backends
            ports[].protocol | text | ignored | only TCP is balanced
            ports[].appProtocol | text | ignored | what is spoken is seen
            """;

    private static final String ENDPOINTS = """
            subsets[].addresses[].ip | text | honoured | the identity of the backend together with the port
            subsets[].addresses[].hostname | text | ignored | the address counts
            subsets[].addresses[].nodeName | text | ignored | a laptop has one node
            subsets[].addresses[].targetRef | any | ignored | the address counts
            subsets[].notReadyAddresses[] | any | honoured | left out
            subsets[].ports[].name | text | honoured | the name of the Service's port
            subsets[].ports[].port | int | honoured | the port of the backends
            subsets[].ports[].protocol | text | ignored | only TCP is balanced
            subsets[].ports[].appProtocol | text | ignored | what is spoken is seen
            """;

    private static final String SECRET = """
            type | text | honoured | one with tls.crt and tls.key is a certificate
            data | any | honoured | tls.crt and tls.key in base64
            stringData | any | honoured | tls.crt and tls.key as they are
            immutable | bool | ignored | nobody changes it here
            """;

    private static final String CONFIG_MAP = """
            data | any | honoured | keys of the ingress-nginx controller, authorities, and headers that an annotation names
            binaryData | any | ignored | nothing that is needed is binary
            immutable | bool | ignored | nobody changes it here
            """;

    private static final String WORKLOAD = """
            spec.replicas | int | honoured | how many backends to expect; it gives no addresses
            spec.template | any | honoured | its labels say which Service has it; a readinessProbe is what Application Gateway for Containers asks
            spec.selector | any | ignored | the labels of the template count
            spec.strategy | any | ignored | nothing is rolled out here
            spec.updateStrategy | any | ignored | nothing is rolled out here
            spec.minReadySeconds | int | ignored | nothing is rolled out here
            spec.revisionHistoryLimit | int | ignored | nothing is rolled out here
            spec.progressDeadlineSeconds | int | ignored | nothing is rolled out here
            spec.paused | bool | ignored | nothing is rolled out here
            spec.serviceName | text | ignored | the selector of the Service counts
            spec.podManagementPolicy | text | ignored | nothing is rolled out here
            spec.volumeClaimTemplates[] | any | ignored | means nothing to a load balancer
            spec.persistentVolumeClaimRetentionPolicy | any | ignored | means nothing to a load balancer
            spec.ordinals | any | ignored | means nothing to a load balancer
            """;

    private static final String POD = """
            spec | any | honoured | counts as one backend; it gives no address; a readinessProbe as in a template
            """;

    static final List<Schema> ALL = List.of(
            Schema.of("Service", "", SERVICE),
            Schema.of("EndpointSlice", "discovery.k8s.io", ENDPOINT_SLICE),
            Schema.of("Endpoints", "", ENDPOINTS),
            Schema.of("Secret", "", SECRET),
            Schema.of("ConfigMap", "", CONFIG_MAP),
            Schema.of("Deployment", "apps extensions", WORKLOAD),
            Schema.of("StatefulSet", "apps", WORKLOAD),
            Schema.of("Pod", "", POD));

    private CoreSchemas() {}
}
