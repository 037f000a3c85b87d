// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.TlsSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The listeners of all gateways, those included that routes name and no file describes. Confined to one thread. */
final class GatewayListeners {
    private final Scene scene;
    private final GatewayProfiles profiles;
    private final Map<String, List<Listener>> byGateway = new LinkedHashMap<>();

    GatewayListeners(Scene scene, GatewayProfiles profiles) {
        this.scene = scene;
        this.profiles = profiles;
        scene.cluster().all("Gateway").forEach(this::gateway);
    }

    /**
     * A listener as a Gateway has it.
     *
     * @param section its name in the Gateway
     * @param host its hostname, empty for all
     * @param port the port of the cloud
     * @param name the name of the listener that it became; listeners with one port share it
     * @param profile whose habits it has
     * @param https whether it speaks TLS
     * @param everyone whether routes of other namespaces may use it
     */
    record Listener(
            String section, String host, int port, String name, Profile profile, boolean https, boolean everyone) {}

    /** What a parent of a route stands for; makes the Gateway up if no file has it. */
    List<Listener> parents(KubeObject route, Value parent) {
        String namespace = parent.get("namespace").text(route.namespace());
        String name = parent.get("name").text("gateway");
        Optional<String> section = parent.get("sectionName").text();
        Optional<Integer> port = parent.get("port").number();
        String id = namespace + "/" + name;
        boolean described = scene.cluster().find("Gateway", namespace, name).isPresent();
        if (!described) {
            return List.of(madeUp(route, parent, id, name));
        }
        List<Listener> all = byGateway.getOrDefault(id, List.of());
        List<Listener> fitting = all.stream()
                .filter(listener -> section.isEmpty() || listener.section().equals(section.get()))
                .filter(listener -> port.isEmpty() || listener.port() == port.get())
                .toList();
        if (fitting.isEmpty() && !all.isEmpty()) {
            List<String> sections = all.stream().map(Listener::section).toList();
            String message = "Gateway " + id + " has no such listener (found "
                    + Wording.quoted(section.orElse(port.map(p -> "port " + p).orElse("")))
                    + ", expected " + Wording.oneOf(sections) + "), so the route is not attached to it";
            scene.reports()
                    .add(
                            DiagnosticCode.MISSING_REFERENCE,
                            route,
                            parent.position(),
                            message,
                            Wording.didYouMean(section.orElse(""), sections));
        }
        boolean same = namespace.equals(route.namespace());
        List<Listener> allowed =
                fitting.stream().filter(listener -> same || listener.everyone()).toList();
        if (allowed.isEmpty() && !fitting.isEmpty()) {
            String message = "Gateway " + id + " takes routes of its own namespace only, so the route is not attached";
            String hint = "write allowedRoutes: {namespaces: {from: All}} at the listener";
            scene.reports().add(DiagnosticCode.NOT_GRANTED, route, parent.position(), message, hint);
        }
        return allowed;
    }

    /** The https listener of the same gateway; empty when it has none. */
    Optional<String> https(Listener listener) {
        String gateway = listener.name().substring(0, listener.name().lastIndexOf('/'));
        return byGateway.values().stream()
                .flatMap(List::stream)
                .filter(other -> other.https() && other.name().startsWith(gateway + "/"))
                .map(Listener::name)
                .findFirst();
    }

    private Listener madeUp(KubeObject route, Value parent, String id, String name) {
        String section = parent.get("sectionName").text("");
        boolean https = section.toLowerCase(Locale.ROOT).matches(".*(https|tls|ssl).*")
                || parent.get("port").number(0) == 443;
        String shown = section.isEmpty() ? (https ? "https" : "http") : section;
        int port =
                parent.get("port").number().filter(p -> p >= 1 && p <= 65_535).orElse(https ? 443 : 80);
        List<Listener> known = byGateway.computeIfAbsent(id, i -> new ArrayList<>());
        for (Listener listener : known) {
            if (listener.section().equals(shown)) {
                return listener;
            }
        }
        Profile profile = profiles.guess(route, id);
        String listenerName = listenerName(id, name, shown);
        Optional<TlsSpec> tls =
                https ? Optional.of(TlsSpec.of(List.of(CertificateSpec.local(id + "/" + shown)))) : Optional.empty();
        String message = route.title() + ": Gateway " + id + " is not in the files: a listener "
                + Wording.quoted(listenerName) + " with the habits of " + profile.label() + " stands in for it";
        scene.reports().once(DiagnosticCode.IMPLIED_DEFAULT, parent.position(), message, "");
        scene.draft().listener(listenerName, port, profile, tls, parent.position());
        Listener made = new Listener(shown, "", port, listenerName, profile, https, true);
        known.add(made);
        return made;
    }

    private String listenerName(String id, String name, String section) {
        String simple = name + "/" + section;
        return scene.draft().hasListener(simple) ? id + "/" + section : simple;
    }

    private void gateway(KubeObject gateway) {
        Profile profile = profiles.of(gateway);
        List<Listener> listeners = new ArrayList<>();
        Map<Integer, String> names = new LinkedHashMap<>();
        for (Value entry : gateway.spec().get("listeners").items()) {
            String protocol = entry.get("protocol").text("HTTP");
            boolean passthrough = entry.get("tls", "mode").text("").equals("Passthrough");
            Optional<Integer> port = entry.get("port").number().filter(p -> p >= 1 && p <= 65_535);
            String section = entry.get("name").text("http");
            if (!(protocol.equals("HTTP") || protocol.equals("HTTPS")) || passthrough || port.isEmpty()) {
                String message = "listener " + section + " is left out: Mooring serves HTTP and HTTPS (found "
                        + protocol + (passthrough ? " with Passthrough" : "") + ")";
                scene.reports().add(DiagnosticCode.CLOUD_ONLY, gateway, entry.position(), message, "");
                continue;
            }
            String name = names.computeIfAbsent(port.get(), p -> listenerName(gateway.id(), gateway.name(), section));
            boolean https = protocol.equals("HTTPS");
            if (!scene.draft().hasListener(name)) {
                Optional<TlsSpec> tls = https ? Optional.of(tls(gateway, port.get())) : Optional.empty();
                scene.draft().listener(name, port.get(), profile, tls, entry.position());
            }
            String from = entry.get("allowedRoutes", "namespaces").get("from").text("Same");
            String host = entry.get("hostname").text("").toLowerCase(Locale.ROOT);
            listeners.add(new Listener(section, host, port.get(), name, profile, https, !from.equals("Same")));
        }
        if (listeners.isEmpty()) {
            SourcePosition at = gateway.position();
            String message = gateway.title() + ": no listener that Mooring can serve";
            scene.reports().add(DiagnosticCode.MISSING_REFERENCE, at, message, "");
        }
        byGateway.put(gateway.id(), listeners);
    }

    private TlsSpec tls(KubeObject gateway, int port) {
        List<CertificateSpec> certificates = new ArrayList<>();
        boolean missing = false;
        for (Value entry : gateway.spec().get("listeners").items()) {
            if (entry.get("port").number(0) != port) {
                continue;
            }
            List<Value> refs = entry.get("tls", "certificateRefs").items();
            missing |= refs.isEmpty();
            for (Value ref : refs) {
                String namespace = ref.get("namespace").text(gateway.namespace());
                Optional<CertificateSpec> found =
                        scene.certificates().find(namespace, ref.get("name").text(""), ref.position());
                found.filter(certificate -> !certificates.contains(certificate)).ifPresent(certificates::add);
                missing |= found.isEmpty();
            }
        }
        if (missing) {
            certificates.add(CertificateSpec.local(gateway.id() + ":" + port));
        }
        return TlsSpec.of(certificates);
    }
}
