// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BackendTlsSpec.ServerName;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.RetrySpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The upstreams of a controller and the pools that they become. Confined to one thread. */
final class NginxPools {
    private static final Pattern CLUSTER_HOST =
            Pattern.compile("([a-z0-9-]+)\\.([a-z0-9-]+)(\\.svc(\\.cluster\\.local)?)?\\.?");
    private static final String TLS_SUFFIX = "~https";

    private final Scene scene;
    private final Map<String, NginxUpstream> upstreams = new LinkedHashMap<>();

    NginxPools(Scene scene) {
        this.scene = scene;
    }

    /** Meets an Ingress that names a Service. */
    NginxUpstream see(NginxIngress ingress, ServicePort port, SourcePosition at) {
        return upstreams.computeIfAbsent(port.id(), id -> new NginxUpstream(port, ingress, at));
    }

    NginxUpstream of(ServicePort port) {
        return Objects.requireNonNull(upstreams.get(port.id()), port.id());
    }

    /** The name of the pool that a location sends requests to, which is made if it is not there. */
    String pool(NginxIngress ingress, ServicePort port) {
        AnnotationReader annotations = ingress.annotations();
        boolean tls = speaksTls(annotations);
        String name = port.id() + (tls ? TLS_SUFFIX : "");
        if (scene.draft().pool(name).isPresent()) {
            return name;
        }
        NginxUpstream upstream = of(port);
        Optional<BackendTlsSpec> backendTls = tls ? Optional.of(backendTls(annotations)) : Optional.empty();
        ForwardSpec forward = new ForwardSpec(HostHeaderSpec.CLIENT, backendTls, Duration.ofSeconds(60), false);
        Habits habits = Habits.INGRESS_NGINX.balancing(upstream.balancer()).forwarding(forward);
        List<BackendSpec> backends = annotations.flag("service-upstream", false)
                ? serviceAddress(ingress, port)
                : scene.endpoints().backends(port);
        scene.endpoints().expect(port);
        scene.draft().pool(habits.pool(name, port.id(), backends, upstream.affinity()), upstream.position());
        return name;
    }

    private static boolean speaksTls(AnnotationReader annotations) {
        String protocol = annotations.text("backend-protocol").orElse("HTTP").toUpperCase(Locale.ROOT);
        List<String> known = List.of("HTTP", "HTTPS", "AUTO_HTTP", "GRPC", "GRPCS", "FCGI");
        if (!known.contains(protocol)) {
            annotations.bad("backend-protocol", protocol, "HTTP, HTTPS, GRPC or GRPCS", "HTTP");
        } else if (protocol.startsWith("GRPC") || protocol.equals("FCGI")) {
            String message = "annotation backend-protocol: the controller speaks " + protocol
                    + " to backends; Mooring speaks HTTP/1.1";
            annotations.report(DiagnosticCode.CLOUD_ONLY, "backend-protocol", message, "");
        }
        return protocol.equals("HTTPS") || protocol.equals("GRPCS");
    }

    private static BackendTlsSpec backendTls(AnnotationReader annotations) {
        boolean verify = annotations
                .word("proxy-ssl-verify", List.of("on", "off"), "off")
                .equals("on");
        boolean named = annotations
                .word("proxy-ssl-server-name", List.of("on", "off"), "off")
                .equals("on");
        Optional<String> name = annotations.text("proxy-ssl-name");
        ServerName asked = !named ? ServerName.NONE : name.isPresent() ? ServerName.FIXED : ServerName.HOST_HEADER;
        return new BackendTlsSpec(
                verify,
                verify,
                asked,
                asked == ServerName.FIXED ? name : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<BackendSpec> serviceAddress(NginxIngress ingress, ServicePort port) {
        if (of(port).cookie().isPresent()) {
            String message =
                    "annotation service-upstream: the only backend is the address of the Service, so the affinity"
                            + " cookie keeps nobody anywhere";
            ingress.annotations().report(DiagnosticCode.IGNORED_SETTING, "service-upstream", message, "");
        }
        return port.service()
                .flatMap(service -> service.spec().get("clusterIP").text())
                .filter(address -> !address.equals("None"))
                .map(address -> List.of(Endpoints.backend(address, port.number().orElse(80))))
                .orElse(List.of());
    }

    /** The pool that copies of requests go to; empty when the target is no address. */
    Optional<String> mirror(NginxIngress ingress) {
        Optional<String> target = ingress.annotations().text("mirror-target");
        if (target.isEmpty()) {
            return Optional.empty();
        }
        // What nginx fills in stands after the host.
        String address = target.get().replaceFirst("(?s)\\$.*", "");
        Optional<URI> uri = uri(address.replaceFirst("(https?://[^/]*).*", "$1"));
        if (uri.isEmpty()) {
            ingress.annotations().bad("mirror-target", target.get(), "http://HOST... or https://HOST...", "");
            return Optional.empty();
        }
        boolean tls = "https".equals(uri.get().getScheme());
        int port = uri.get().getPort() > 0 ? uri.get().getPort() : tls ? 443 : 80;
        String host = uri.get().getHost();
        Matcher inside = CLUSTER_HOST.matcher(host);
        String group = inside.matches() && host.contains(".svc")
                ? inside.group(2) + "/" + inside.group(1) + ":" + port
                : "mirror/" + new HostPort(host, port);
        List<BackendSpec> backends = group.startsWith("mirror/") ? List.of(Endpoints.backend(host, port)) : List.of();
        ForwardSpec forward = new ForwardSpec(
                HostHeaderSpec.fixed(new HostPort(host, uri.get().getPort()).toString()),
                tls ? Optional.of(backendTls(ingress.annotations())) : Optional.empty(),
                Duration.ofSeconds(60),
                false);
        String name = group + "~mirror";
        Habits habits = Habits.INGRESS_NGINX.forwarding(forward).retrying(RetrySpec.times(0));
        scene.draft()
                .pool(
                        habits.pool(name, group, backends, AffinitySpec.NONE),
                        ingress.annotations().position("mirror-target"));
        return Optional.of(name);
    }

    static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme());
            boolean fine = uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
            return fine ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }
}
