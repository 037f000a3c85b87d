// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import dev.mooring.lb.model.TlsSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one ingress-nginx controller makes of its Ingresses: listeners, servers with their paths, upstreams. */
final class NginxController {
    /** The name of its listeners, where the class of the Ingresses is the usual one. */
    static final String NAME = "ingress-nginx";

    private final Scene scene;
    private final String name;
    private final NginxConfig config;
    private final NginxPools pools;
    private final NginxLints lints;
    private final List<NginxIngress> ingresses = new ArrayList<>();
    private final Map<String, NginxServer> servers = new LinkedHashMap<>();

    NginxController(Scene scene, String name, NginxConfig config) {
        this.scene = scene;
        this.name = name;
        this.config = config;
        this.pools = new NginxPools(scene);
        this.lints = new NginxLints(scene.reports());
    }

    /** Builds everything for the Ingresses of its class. */
    void build(List<KubeObject> objects) {
        NginxRules rules = new NginxRules(config, scene.reports());
        List<KubeObject> byAge = new ArrayList<>(objects);
        // Those without a time stay in the order of the files, after those that a cluster has.
        byAge.sort(Comparator.comparing(object -> object.created().isEmpty() ? "9" : object.created()));
        for (KubeObject object : byAge) {
            AnnotationReader annotations = new AnnotationReader(object, config.keys(), scene.reports());
            rules.check(object, annotations);
            NginxIngress ingress = NginxIngress.of(object, annotations, scene.cluster());
            lints.ingress(ingress);
            if (rules.serves(object, annotations)) {
                ingresses.add(ingress);
            }
        }
        ingresses.stream().filter(ingress -> !ingress.isCanary()).forEach(this::main);
        ingresses.stream().filter(NginxIngress::isCanary).forEach(this::canary);
        servers.values().forEach(lints::server);
        SourcePosition at = objects.get(0).position();
        listeners(at);
    }

    private void main(NginxIngress ingress) {
        for (IngressPath path : ingress.paths()) {
            Optional<NginxServer.Location> earlier = server(path.host()).add(ingress, path);
            if (earlier.isPresent()) {
                lints.taken(ingress, path, earlier.get());
            }
            path.backend().ifPresent(port -> use(ingress, port, path.position()));
        }
        ingress.defaultBackend().ifPresent(port -> {
            use(ingress, port, ingress.object().position());
            ingress.hosts().forEach(host -> server(host).fallback(ingress, port));
        });
        for (String host : ingress.hosts()) {
            server(host).alias(ingress.aliases());
        }
        for (String host : ingress.tlsHosts()) {
            Optional.ofNullable(servers.get(host)).ifPresent(NginxServer::secure);
        }
    }

    private void use(NginxIngress ingress, ServicePort port, SourcePosition at) {
        NginxCookie cookie = new NginxCookie(ingress.annotations());
        NginxUpstream upstream = pools.see(ingress, port, at);
        if (cookie.isAsked()) {
            upstream.affinity(ingress, cookie);
        }
        lints.service(scene.cluster(), ingress, port);
    }

    private void canary(NginxIngress ingress) {
        boolean sticky = !ingress.annotations()
                .word("affinity-canary-behavior", List.of("sticky", "legacy"), "sticky")
                .equals("legacy");
        boolean served = false;
        for (IngressPath path : ingress.paths()) {
            Optional<NginxServer.Location> main =
                    Optional.ofNullable(servers.get(path.host())).flatMap(server -> server.find(path));
            if (main.isEmpty()
                    || path.backend().isEmpty()
                    || main.get().path().backend().isEmpty()) {
                continue;
            }
            served = true;
            NginxUpstream upstream = pools.see(ingress, path.backend().get(), path.position());
            boolean legacy = main.get()
                    .ingress()
                    .annotations()
                    .text("affinity-canary-behavior")
                    .filter("legacy"::equals)
                    .isPresent();
            if (sticky && !legacy) {
                upstream.inherit(pools.of(main.get().path().backend().get()));
            }
            main.get().canaries().add(new NginxServer.Canary(ingress, path));
        }
        if (!served) {
            String message = "a canary without a main Ingress that has the same host and path: it is not served";
            ingress.annotations().report(DiagnosticCode.LONELY_CANARY, "canary", message, "");
        }
    }

    private NginxServer server(String host) {
        return servers.computeIfAbsent(host, NginxServer::new);
    }

    private void listeners(SourcePosition at) {
        boolean https = servers.values().stream().anyMatch(NginxServer::isSecure)
                || ingresses.stream().anyMatch(i -> i.annotations().flag("force-ssl-redirect", false));
        NginxPorts ports = new NginxPorts(name, https);
        scene.draft().listener(ports.http(), 80, Profile.INGRESS_NGINX, Optional.empty(), at);
        if (https) {
            scene.draft().listener(ports.https(), 443, Profile.INGRESS_NGINX, Optional.of(tls()), at);
        }
        scene.draft().trust(config.trustedProxies(), at);
        NginxFilters filters = new NginxFilters(scene.cluster(), https ? config.hsts() : Optional.empty());
        NginxRoutes routes = new NginxRoutes(scene, pools, filters, config, ports);
        List<NginxServer> ordered = new ArrayList<>(servers.values());
        // Names first, then the longest wildcard, then the server of all other hosts.
        ordered.sort(Comparator.comparing((NginxServer server) -> server.host().isEmpty())
                .thenComparing(server -> server.host().startsWith("*"))
                .thenComparingInt(
                        server -> server.host().startsWith("*") ? -server.host().length() : 0));
        for (NginxServer server : ordered) {
            www(server, routes);
            if (server.host().startsWith("*.")) {
                deeper(server.host(), routes, ports, at);
            }
            routes.add(server, server.hosts(), "");
        }
        if (!servers.containsKey("")) {
            RouteAction notFound = new RouteAction.Respond(404, "no Ingress has the host");
            String routeName = name + "/not-found";
            scene.draft().route(Routes.of(routeName, ports.all(), List.of(), PathSpec.ANY, notFound), at);
        }
    }

    /** A wildcard stands for one label: hosts with more of them belong to the server of all other hosts. */
    private void deeper(String host, NginxRoutes routes, NginxPorts ports, SourcePosition at) {
        List<String> hosts = List.of("*." + host);
        NginxServer others = servers.get("");
        if (others == null) {
            RouteAction notFound = new RouteAction.Respond(404, "a wildcard stands for one label only");
            scene.draft().route(Routes.of(host + "/deeper", ports.all(), hosts, PathSpec.ANY, notFound), at);
        } else {
            routes.add(others, hosts, "~deeper-than-" + host.substring(2));
        }
    }

    private void www(NginxServer server, NginxRoutes routes) {
        for (NginxServer.Location location : server.inOrder()) {
            boolean asked = location.ingress().annotations().flag("from-to-www-redirect", false);
            String host = server.host();
            String other = host.startsWith("www.") ? host.substring("www.".length()) : "www." + host;
            if (asked && !host.isEmpty() && !host.startsWith("*") && !servers.containsKey(other)) {
                routes.www(other, host, location.ingress());
                return;
            }
        }
    }

    /** The controller shows a certificate of its own to whoever asks for a host that has none. */
    private TlsSpec tls() {
        Map<String, CertificateSpec> certificates = new LinkedHashMap<>();
        certificates.put("", CertificateSpec.local(name + "-fake-certificate"));
        for (NginxIngress ingress : ingresses) {
            for (Value tls : ingress.object().spec().get("tls").items()) {
                Optional<String> secret = tls.get("secretName").text();
                if (secret.isPresent()) {
                    String namespace = ingress.object().namespace();
                    scene.certificates()
                            .find(namespace, secret.get(), tls.get("secretName").position())
                            .ifPresent(found -> certificates.put(found.name(), found));
                }
            }
        }
        return TlsSpec.of(List.copyOf(certificates.values()));
    }
}
