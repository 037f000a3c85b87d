// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.HashRing;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenFailed;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.BalancerKind;
import java.util.Optional;

/**
 * What the controller calls an upstream: the backends of one port of a Service, shared by all Ingresses that name it. Which of
 * them says what about its affinity depends on their order. Confined to one thread.
 */
final class NginxUpstream {
    private final ServicePort port;
    private final NginxIngress creator;
    private final SourcePosition position;
    private Optional<Cookie> cookie = Optional.empty();
    private Optional<NginxIngress> cookieFrom = Optional.empty();

    NginxUpstream(ServicePort port, NginxIngress creator, SourcePosition position) {
        this.port = port;
        this.creator = creator;
        this.position = position;
    }

    ServicePort port() {
        return port;
    }

    SourcePosition position() {
        return position;
    }

    Optional<Cookie> cookie() {
        return cookie;
    }

    /** The controller's name for it, which is the salt of cookies. */
    String salt() {
        return port.namespace() + "-" + port.name() + "-" + port.written();
    }

    /** Takes over the affinity of another Ingress that names it: the first one's mode, the last one's attributes. */
    void affinity(NginxIngress ingress, NginxCookie annotations) {
        Cookie.Style asked = annotations.style();
        Cookie latest = annotations.cookie(cookie.map(Cookie::style).orElse(asked), salt());
        if (cookie.isPresent() && (!cookie.get().equals(latest) || asked != latest.style())) {
            String other = cookieFrom.map(from -> from.object().title()).orElse("another Ingress");
            String message = "its affinity differs from that of " + other + ", which has the same backends " + port.id()
                    + ": the mode of the first and the attributes of the last one count";
            ingress.annotations()
                    .report(DiagnosticCode.COOKIE_DISAGREEMENT, "affinity", message, "write the same for both");
        }
        cookie = Optional.of(latest);
        cookieFrom = Optional.of(ingress);
    }

    /** Whether its cookie has the path of the location that gives it out. */
    boolean hasDefaultPath() {
        return cookieFrom
                .map(from -> from.annotations().text("session-cookie-path").isEmpty())
                .orElse(true);
    }

    /** As a canary it has the cookie of its main upstream, with its own name in it. */
    void inherit(NginxUpstream main) {
        if (cookie.isEmpty() && main.cookie.isPresent()) {
            Cookie theirs = main.cookie.get();
            cookie = Optional.of(new Cookie(
                    theirs.name(),
                    theirs.path(),
                    theirs.domain(),
                    theirs.maxAge(),
                    theirs.secure(),
                    theirs.httpOnly(),
                    theirs.sameSite(),
                    theirs.style(),
                    salt(),
                    theirs.expires(),
                    theirs.noneOnlyIfUnderstood()));
            cookieFrom = main.cookieFrom;
        }
    }

    AffinitySpec affinity() {
        if (cookie.isPresent()) {
            boolean persistent = cookie.get().style() == Cookie.Style.INGRESS_NGINX_PERSISTENT;
            boolean moves = cookieFrom
                    .map(from -> from.annotations().flag("session-cookie-change-on-failure", false))
                    .orElse(false);
            return new AffinitySpec(
                    cookie.get(),
                    WhenUnavailable.REDISTRIBUTE,
                    persistent ? WhenBack.STAY : WhenBack.RETURN,
                    moves ? WhenFailed.MOVE : WhenFailed.INSIST);
        }
        AnnotationReader annotations = creator.annotations();
        Optional<String> hash = annotations.text("upstream-hash-by");
        if (hash.isEmpty()) {
            return AffinitySpec.NONE;
        }
        boolean subset = annotations.flag("upstream-hash-by-subset", false);
        int size = annotations.integer("upstream-hash-by-subset-size", 3);
        HashRing ring = new HashRing(hash.get(), subset ? Math.max(1, size) : 0);
        return new AffinitySpec(ring, WhenUnavailable.REDISTRIBUTE, WhenBack.RETURN, WhenFailed.INSIST);
    }

    /** How it picks for a client without a cookie. */
    BalancerKind balancer() {
        if (cookie.isPresent()) {
            return BalancerKind.WEIGHTED_RANDOM;
        }
        String name = creator.annotations().textOrGlobal("load-balance").orElse("round_robin");
        if (!name.equals("round_robin") && !name.equals("ewma")) {
            String message = "annotation load-balance: " + name + " needs the annotation that belongs to it";
            String hint = name.startsWith("sticky") ? "write affinity: cookie" : "write upstream-hash-by";
            creator.annotations().report(DiagnosticCode.IGNORED_SETTING, "load-balance", message, hint);
        }
        return name.equals("ewma") ? BalancerKind.POWER_OF_TWO : BalancerKind.ROUND_ROBIN;
    }
}
