// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.kubernetes.KubeObject.Annotation;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Services that clients reach without an Ingress or a Gateway: balancers of connections. */
final class ServiceListeners {
    private static final String AZURE = "service.beta.kubernetes.io/azure-";
    private static final String IDLE = AZURE + "load-balancer-tcp-idle-timeout";
    private static final String INTERNAL = AZURE + "load-balancer-internal";
    private static final int AZURE_IDLE_MINUTES = 4;
    private static final String SUFFIX = "~connections";

    private final Scene scene;

    ServiceListeners(Scene scene) {
        this.scene = scene;
    }

    /** Adds a listener for each port of each Service that gets one. */
    void build() {
        boolean alone = scene.draft().isEmpty();
        List<String> without = new ArrayList<>();
        Optional<KubeObject> first = Optional.empty();
        for (KubeObject service : scene.cluster().all("Service")) {
            String type = service.spec().get("type").text("ClusterIP");
            boolean behind = scene.draft().leadsTo(service.id());
            boolean outside = type.equals("LoadBalancer") || type.equals("NodePort");
            if (isController(service)
                    || (service.spec().get("clusterIP").text("").equals("None") && !outside)) {
                String message = isController(service)
                        ? "the Service of a controller itself, whose listeners are there already"
                        : "a headless Service balances nothing, so it gets no listener";
                scene.reports().add(DiagnosticCode.IMPLIED_DEFAULT, service, message, "");
            } else if (outside || alone) {
                service(service, behind);
            } else if (!behind) {
                without.add(service.id());
                first = first.or(() -> Optional.of(service));
            }
        }
        first.ifPresent(service -> {
            String message = "no listener for "
                    + Wording.oneOf(without.stream().limit(10).toList())
                    + ": no Ingress and no route leads there, and clients outside the cluster cannot reach a ClusterIP";
            scene.reports().add(DiagnosticCode.IMPLIED_DEFAULT, service.position(), message, "");
        });
    }

    private static boolean isController(KubeObject service) {
        String name = service.labels().getOrDefault("app.kubernetes.io/name", "");
        return name.equals("ingress-nginx") || name.equals("nginx-gateway-fabric") || name.equals("alb-controller");
    }

    private void service(KubeObject service, boolean behind) {
        if (behind) {
            String message =
                    "it gets a listener of its own beside the gateway, since clients outside the cluster reach it";
            scene.reports().add(DiagnosticCode.IMPLIED_DEFAULT, service, message, "");
        }
        for (Value entry : service.spec().get("ports").items()) {
            Optional<Integer> number = entry.get("port").number().filter(n -> n >= 1 && n <= 65_535);
            String protocol = entry.get("protocol").text("TCP");
            if (number.isEmpty() || !protocol.equals("TCP")) {
                String message = "port " + entry.get("port").text("?") + " of " + protocol
                        + " gets no listener: Mooring balances HTTP over TCP";
                scene.reports().add(DiagnosticCode.CLOUD_ONLY, service, entry.position(), message, "");
                continue;
            }
            String written = number.get().toString();
            ServicePort port = ServicePort.find(scene.cluster(), service.namespace(), service.name(), written);
            String pool = port.id() + (scene.draft().pool(port.id()).isPresent() ? SUFFIX : "");
            Habits habits = Habits.SERVICE.timing(timeouts(service));
            scene.draft()
                    .pool(
                            habits.pool(pool, port.id(), scene.endpoints().backends(port), affinity(service)),
                            entry.position());
            scene.endpoints().expect(port);
            String listener = listenerName(service, written);
            scene.draft()
                    .listener(listener, number.get(), Profile.SERVICE_CLIENT_IP, Optional.empty(), entry.position());
            scene.draft()
                    .route(
                            Routes.of(port.id(), Set.of(listener), List.of(), PathSpec.ANY, RouteAction.toPool(pool)),
                            entry.position());
        }
    }

    private String listenerName(KubeObject service, String port) {
        String simple = service.name() + ":" + port;
        return scene.draft().hasListener(simple) ? service.id() + ":" + port : simple;
    }

    private AffinitySpec affinity(KubeObject service) {
        Value affinity = service.spec().get("sessionAffinity");
        Value seconds = service.spec().get("sessionAffinityConfig", "clientIP").get("timeoutSeconds");
        String kind = affinity.text("None");
        if (!kind.equals("ClientIP")) {
            if (!kind.equals("None")) {
                String message = "spec.sessionAffinity: no such kind (found " + Wording.quoted(kind)
                        + ", expected None or ClientIP)";
                scene.reports().add(DiagnosticCode.BAD_VALUE, service, affinity.position(), message, "");
            } else if (seconds.isPresent()) {
                String message = "spec.sessionAffinityConfig: the cluster rejects it next to sessionAffinity None";
                scene.reports().add(DiagnosticCode.IGNORED_SETTING, service, seconds.position(), message, "");
            }
            return AffinitySpec.NONE;
        }
        int timeout = seconds.number(10_800);
        if (timeout < 1 || timeout > 86_400) {
            String message = "spec.sessionAffinityConfig.clientIP.timeoutSeconds: out of range (found " + timeout
                    + ", expected 1 to 86400)";
            scene.reports().add(DiagnosticCode.OUT_OF_RANGE, service, seconds.position(), message, "");
            timeout = 10_800;
        }
        ClientIpTable table = new ClientIpTable(
                new ClientNetwork(32, 128), Duration.ofSeconds(timeout), ClientIpTable.DEFAULT_MAX_ENTRIES);
        return new AffinitySpec(table, WhenUnavailable.REDISTRIBUTE, WhenBack.STAY);
    }

    /** What the cloud's load balancer in front of the Service does to connections on which nothing moves. */
    private TimeoutSpec timeouts(KubeObject service) {
        TimeoutSpec none = Habits.SERVICE.timeouts();
        service.annotation(INTERNAL).ifPresent(annotation -> internal(service, annotation));
        if (!service.spec().get("type").text("").equals("LoadBalancer")) {
            return none;
        }
        int minutes = AZURE_IDLE_MINUTES;
        Optional<Annotation> idle = service.annotation(IDLE);
        if (idle.isPresent() && !idle.get().text().strip().matches("[0-9]{1,3}")) {
            String message = "annotation " + IDLE + ": not accepted (found "
                    + Wording.quoted(idle.get().text()) + ", expected minutes, 4 to 100)";
            scene.reports()
                    .add(
                            DiagnosticCode.ANNOTATION_VALUE,
                            service,
                            idle.get().position(),
                            message,
                            "4 minutes are used");
        } else if (idle.isPresent()) {
            minutes = Math.max(
                    AZURE_IDLE_MINUTES,
                    Math.min(100, Integer.parseInt(idle.get().text().strip())));
        }
        String message = service.title() + ": Azure's load balancer ends connections on which nothing moves for "
                + minutes + " min, and so does Mooring";
        scene.reports()
                .once(
                        DiagnosticCode.IMPLIED_DEFAULT,
                        service.position(),
                        message,
                        "heartbeats keep a stream alive; " + IDLE + " changes the time");
        return new TimeoutSpec(
                none.connect(), Optional.empty(), Optional.of(Duration.ofMinutes(minutes)), Optional.empty());
    }

    private void internal(KubeObject service, Annotation annotation) {
        if (!annotation.text().equals("true")) {
            String message = "annotation " + INTERNAL + ": the load balancer gets a public address (found "
                    + Wording.quoted(annotation.text()) + ", expected exactly 'true')";
            scene.reports().add(DiagnosticCode.ANNOTATION_VALUE, service, annotation.position(), message, "");
        }
    }
}
