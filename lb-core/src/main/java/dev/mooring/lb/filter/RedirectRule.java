// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.QueryParameters;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteAction.Redirect;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where a redirect leads to. A client whose Host names a port came by the local ports, and is sent to local ports; one whose
 * Host names none gets exactly the Location that the cloud would give. Immutable.
 */
public final class RedirectRule {
    private final Redirect spec;
    private final List<ListenerSpec> listeners;
    private final @Nullable ListenerSpec to;
    private final @Nullable SafePattern pattern;

    /** A redirect among these listeners. */
    public RedirectRule(Redirect spec, List<ListenerSpec> listeners) {
        this.spec = spec;
        this.listeners = listeners;
        this.to = spec.listener()
                .flatMap(name -> listeners.stream()
                        .filter(listener -> listener.name().equals(name))
                        .findFirst())
                .orElse(null);
        this.pattern = Paths.pattern(spec.path());
    }

    /** The status of the response. */
    public int status() {
        return spec.status();
    }

    /**
     * The value of Location. Throws {@link SafePattern.TooComplex}.
     *
     * @param own the listener that the request came by
     * @param dropsSlash whether a slash at the end of an unchanged path is lost
     */
    public String location(RequestHead head, ListenerSpec own, boolean dropsSlash) {
        String target = target(head);
        boolean loses = dropsSlash
                && spec.path() instanceof PathChange.Keep
                && spec.scheme().isPresent();
        return base(head, own) + (loses ? withoutSlash(target) : target);
    }

    private String target(RequestHead head) {
        String query = spec.keepQuery() ? QueryParameters.of(head.target()) : "";
        if (spec.path() instanceof PathChange.Full full) {
            boolean nothing = spec.url().isPresent() && full.path().isEmpty();
            return nothing ? (query.isEmpty() ? "" : "?" + query) : Paths.target(full.path(), query);
        }
        return Paths.changed(spec.path(), pattern, Paths.path(head.target()), query);
    }

    private static String withoutSlash(String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String rest = question < 0 ? "" : target.substring(question);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) + rest : target;
    }

    private String base(RequestHead head, ListenerSpec own) {
        Optional<String> url = spec.url();
        if (url.isPresent()) {
            // The path that follows begins with a slash.
            return url.get().endsWith("/") && !isEmptyPath()
                    ? url.get().substring(0, url.get().length() - 1)
                    : url.get();
        }
        String requested = head.client().secure() ? "https" : "http";
        String byListener = to == null ? requested : to.tls().isPresent() ? "https" : "http";
        String scheme = spec.scheme().orElse(byListener);
        String host = spec.host().orElse(head.host());
        boolean local = hasPort(head.authority());
        int port = port(head, own, scheme, local);
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        // Either host is as a URI has it, an IPv6 address in brackets.
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }

    private boolean isEmptyPath() {
        return spec.path() instanceof PathChange.Full full && full.path().isEmpty();
    }

    private int port(RequestHead head, ListenerSpec own, String scheme, boolean local) {
        OptionalInt wanted = spec.port();
        if (wanted.isPresent()) {
            return local ? localPort(scheme, wanted.getAsInt()) : wanted.getAsInt();
        }
        if (to != null) {
            int cloud = to.publicPort().orElse(to.port());
            return local && to.port() != 0 ? to.port() : cloud;
        }
        if (spec.scheme().isPresent()) {
            int usual = scheme.equals("https") ? 443 : 80;
            return local ? localPort(scheme, usual) : usual;
        }
        return local
                ? HostPort.parse(head.authority()).map(HostPort::port).orElse(-1)
                : own.publicPort().orElse(head.client().localPort());
    }

    /** The local port of the listener that stands for this port of the cloud; the same if there is none. */
    private int localPort(String scheme, int cloud) {
        boolean tls = scheme.equals("https");
        return listeners.stream()
                .filter(listener -> listener.tls().isPresent() == tls && listener.port() != 0)
                .filter(listener -> listener.publicPort().orElse(listener.port()) == cloud)
                .map(ListenerSpec::port)
                .findFirst()
                .orElse(cloud);
    }

    private static boolean hasPort(String authority) {
        return HostPort.parse(authority).filter(at -> at.port() >= 0).isPresent();
    }
}
