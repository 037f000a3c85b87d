// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.TlsSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What Application Gateway for Containers makes of its Ingresses and their IngressExtensions. */
final class ContainersIngress {
    private static final Profile PROFILE = Profile.APPLICATION_GATEWAY_FOR_CONTAINERS;
    private static final String HTTP = IngressClasses.CONTAINERS + ":80";
    private static final String HTTPS = IngressClasses.CONTAINERS + ":443";
    private static final String EXTENSION = "alb.networking.azure.io/alb-ingress-extension";

    private final Scene scene;
    private final BackendRefs backends;
    private final List<RouteRank> ranked = new ArrayList<>();

    ContainersIngress(Scene scene) {
        this.scene = scene;
        this.backends = new BackendRefs(scene);
    }

    void build(List<KubeObject> ingresses) {
        SourcePosition at = ingresses.get(0).position();
        Map<String, CertificateSpec> certificates = new LinkedHashMap<>();
        for (KubeObject ingress : ingresses) {
            for (Value tls : ingress.spec().get("tls").items()) {
                String secret = tls.get("secretName").text("");
                CertificateSpec certificate = scene.certificates()
                        .find(ingress.namespace(), secret, tls.position())
                        .orElseGet(() -> CertificateSpec.local(ingress.namespace() + "/" + secret));
                certificates.put(certificate.name(), certificate);
            }
        }
        scene.draft().listener(HTTP, 80, PROFILE, Optional.empty(), at);
        Set<String> listeners = new TreeSet<>(Set.of(HTTP));
        if (!certificates.isEmpty()) {
            TlsSpec tls = TlsSpec.of(List.copyOf(certificates.values()));
            scene.draft().listener(HTTPS, 443, PROFILE, Optional.of(tls), at);
            listeners.add(HTTPS);
        }
        ingresses.forEach(ingress -> ingress(ingress, listeners));
        ranked.sort(RouteRank.ORDER);
        ranked.forEach(rank -> scene.draft().route(rank.route(), rank.at()));
    }

    private void ingress(KubeObject ingress, Set<String> listeners) {
        Optional<KubeObject> extension = extension(ingress);
        List<IngressPath> paths = new ArrayList<>(IngressPath.all(ingress, scene.cluster()));
        IngressPath.service(ingress, ingress.spec().get("defaultBackend"), scene.cluster())
                .ifPresent(port -> paths.add(new IngressPath(
                        paths.size() + 1, "", "/", IngressPath.PREFIX, Optional.of(port), ingress.position())));
        for (IngressPath path : paths) {
            PathSpec spec = path.isExact()
                    ? new PathSpec(PathSpec.Kind.EXACT, path.encoded())
                    : new PathSpec(PathSpec.Kind.PREFIX, path.encoded());
            List<String> hosts = path.host().isEmpty() ? List.of() : List.of(path.host());
            String name = ingress.id() + "/" + path.number();
            RouteAction action = path.backend()
                    .map(port -> forward(ingress, path, port, extension))
                    .orElse(new RouteAction.Respond(404, "the path has no Service"));
            Optional<RouteAction> redirect = rule(extension, path)
                    .map(rule -> rule.get("requestRedirect"))
                    .filter(Value::isPresent)
                    .map(value -> filters(ingress).redirect(value, path.path(), Optional.empty()));
            RouteSpec route = Routes.of(name, listeners, hosts, spec, redirect.orElse(action));
            RouteSpec whole = Routes.with(route, rewrites(ingress, extension, path), policy(extension, path));
            ranked.add(new RouteRank(whole, ingress.created(), ingress.id(), path.position()));
        }
    }

    private Optional<KubeObject> extension(KubeObject ingress) {
        Optional<KubeObject.Annotation> named = ingress.annotation(EXTENSION);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        String name = named.get().text().strip();
        Optional<KubeObject> extension = scene.cluster().find("IngressExtension", ingress.namespace(), name);
        if (extension.isEmpty()) {
            String message = "annotation " + EXTENSION + ": IngressExtension " + ingress.namespace() + "/" + name
                    + " is not in the files";
            scene.reports()
                    .add(DiagnosticCode.MISSING_REFERENCE, ingress, named.get().position(), message, "");
        }
        return extension;
    }

    private RouteAction forward(
            KubeObject ingress, IngressPath path, ServicePort port, Optional<KubeObject> extension) {
        Optional<AffinitySpec> affinity = settings(extension, path)
                .flatMap(settings -> extension.flatMap(
                        e -> ContainersAffinity.read(e, settings.get("sessionAffinity"), scene.reports())));
        BackendRefs.Asker asker = new BackendRefs.Asker(ingress, PROFILE, ingress.name(), affinity);
        Value at = new Value(Optional.empty(), path.position());
        return RouteAction.toPool(backends.pool(port, at, asker));
    }

    private static Optional<Value> settings(Optional<KubeObject> extension, IngressPath path) {
        String service = path.backend().map(ServicePort::name).orElse("");
        return extension.flatMap(e -> e.spec().get("backendSettings").items().stream()
                .filter(settings -> settings.get("service").text("").equals(service))
                .findFirst());
    }

    private static Optional<Value> rule(Optional<KubeObject> extension, IngressPath path) {
        return extension.flatMap(e -> e.spec().get("rules").items().stream()
                .filter(rule -> rule.get("host").text("").equals(path.host()))
                .findFirst());
    }

    private static RoutePolicy policy(Optional<KubeObject> extension, IngressPath path) {
        Optional<Duration> timeout = settings(extension, path)
                .flatMap(settings -> Durations.parse(settings.get("timeouts", "requestTimeout")));
        Optional<TimeoutSpec> clocks = timeout.map(
                limit -> RoutePolicies.clocks(Habits.of(PROFILE).timeouts(), Optional.of(limit), Optional.empty()));
        return new RoutePolicy(clocks, Optional.empty(), Optional.empty(), Optional.empty(), true, Optional.empty());
    }

    private List<FilterSpec> rewrites(KubeObject ingress, Optional<KubeObject> extension, IngressPath path) {
        return rule(extension, path)
                .map(rule -> filters(ingress).filters(rule.get("rewrites").items(), path.path()))
                .orElse(List.of());
    }

    private GatewayFilters filters(KubeObject ingress) {
        return new GatewayFilters(ingress, scene.reports(), ref -> Optional.empty());
    }
}
