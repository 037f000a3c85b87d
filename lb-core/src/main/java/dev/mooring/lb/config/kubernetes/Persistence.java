// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.model.Profile;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code sessionPersistence} in its three spellings, and the one that no version has. */
final class Persistence {
    private final KubeObject object;
    private final Profile profile;
    private final Reports reports;

    Persistence(KubeObject object, Profile profile, Reports reports) {
        this.object = object;
        this.profile = profile;
        this.reports = reports;
    }

    /**
     * What it asks for.
     *
     * @param persistence the value of the key
     * @param usualName the name of the cookie if none is given
     * @param path the path of the cookie if none is given
     */
    Optional<AffinitySpec> read(Value persistence, String usualName, String path) {
        if (!persistence.isPresent()) {
            return Optional.empty();
        }
        Value cookie = persistence.get("cookie");
        Value header = persistence.get("header");
        boolean newest = cookie.isPresent() || header.isPresent();
        spelling(persistence, newest);
        boolean isHeader = persistence
                .get("type")
                .text(header.isPresent() ? "Header" : "Cookie")
                .equals("Header");
        Optional<String> name = persistence
                .get("sessionName")
                .text()
                .or(() -> cookie.get("name").text())
                .or(() -> header.get("name").text());
        ignored(persistence, isHeader);
        if (isHeader) {
            return Optional.of(AffinitySpec.of(new IssuedHeader(name.orElse(usualName))));
        }
        Value lifetime = newest ? cookie.get("lifetimeType") : persistence.get("cookieConfig", "lifetimeType");
        Optional<Duration> absolute = Durations.parse(persistence.get("absoluteTimeout"));
        boolean permanent = lifetime.text("Session").equals("Permanent");
        if (permanent && absolute.isEmpty()) {
            String message =
                    "sessionPersistence: lifetimeType Permanent needs an absoluteTimeout, so the cluster rejects it";
            reports.add(DiagnosticCode.AFFINITY_FIELDS, object, persistence.position(), message, "");
        }
        String cookiePath = newest ? cookie.get("path").text("/") : path;
        return Optional.of(
                AffinitySpec.of(cookie(name.orElse(usualName), cookiePath, permanent ? absolute : Optional.empty())));
    }

    private void spelling(Value persistence, boolean newest) {
        boolean older = persistence.get("idleTimeout").isPresent();
        boolean middle = persistence.get("sessionName").isPresent()
                || persistence.get("cookieConfig").isPresent();
        String which = newest
                ? "the spelling after v1.6.1 (cookie, header)"
                : older
                        ? "the spelling of v1.1 to v1.5 (sessionName, idleTimeout)"
                        : "the spelling up to v1.6 (sessionName)";
        if (newest && (middle || older)) {
            String message = "sessionPersistence: two spellings in one, so every cluster rejects a part of it";
            reports.add(DiagnosticCode.UNKNOWN_FIELD, object, persistence.position(), message, "");
        }
        String message = object.title() + ": sessionPersistence in " + which;
        reports.once(DiagnosticCode.PERSISTENCE_FORM, persistence.position(), message, "");
    }

    private void ignored(Value persistence, boolean isHeader) {
        String what = "sessionPersistence: ";
        if (profile == Profile.NGINX_GATEWAY_FABRIC) {
            String message = isHeader
                    ? what + "NGINX Gateway Fabric ignores the type Header"
                    : what + "NGINX Gateway Fabric does it with NGINX Plus only and ignores it otherwise";
            reports.add(DiagnosticCode.PERSISTENCE_IGNORED, object, persistence.position(), message, "");
        } else if (profile == Profile.APPLICATION_GATEWAY_FOR_CONTAINERS) {
            String message = what + "Application Gateway for Containers ignores it";
            String hint = "write a RoutePolicy with default.sessionAffinity";
            reports.add(DiagnosticCode.PERSISTENCE_IGNORED, object, persistence.position(), message, hint);
        }
    }

    private Cookie cookie(String name, String path, Optional<Duration> maxAge) {
        Cookie.Style style =
                switch (profile) {
                    case NGINX_GATEWAY_FABRIC -> Cookie.Style.NGINX_STICKY;
                    case APPLICATION_GATEWAY_FOR_CONTAINERS -> Cookie.Style.APPLICATION_GATEWAY_FOR_CONTAINERS;
                    default -> Cookie.Style.ENVOY;
                };
        return cookie(name, path, maxAge, style);
    }

    /** A cookie in the style of a product of the Gateway API, none of which makes it Secure. */
    static Cookie cookie(String name, String path, Optional<Duration> maxAge, Cookie.Style style) {
        boolean nginx = style == Cookie.Style.NGINX_STICKY;
        return new Cookie(
                name,
                path,
                Optional.empty(),
                maxAge,
                Cookie.Secure.NEVER,
                !nginx,
                Optional.empty(),
                style,
                "",
                nginx ? maxAge : Optional.empty(),
                false);
    }

    /** What {@code sessionAffinity} in a rule seems to mean, which no version of the Gateway API has. */
    Optional<AffinitySpec> madeUp(Value affinity, String usualName) {
        if (!affinity.isPresent()) {
            return Optional.empty();
        }
        Value cookie = affinity.get("cookie");
        String name = cookie.get("name").text(usualName);
        Optional<Duration> maxAge = Durations.seconds(cookie.get("maxAge"));
        String seconds = maxAge.map(age -> age.toSeconds() + "s").orElse("3600s");
        report(
                affinity.position(),
                "sessionAffinity: no version of the Gateway API has it, so the cluster rejects or drops it",
                "write a RoutePolicy of alb.networking.azure.io/v1 with targetRef {group: gateway.networking.k8s.io, kind:"
                        + " HTTPRoute, name: " + object.name()
                        + "} and default {sessionAffinity: {affinityType: application-cookie, cookieName: " + name
                        + ", cookieDuration: " + seconds
                        + "}}; elsewhere sessionPersistence {sessionName: " + name + ", absoluteTimeout: " + seconds
                        + ", cookieConfig: {lifetimeType: Permanent}}");
        if (!affinity.get("type").text("Cookie").equals("Cookie")) {
            String message = "sessionAffinity: no such type (found "
                    + Wording.quoted(affinity.get("type").text("")) + ", expected Cookie)";
            reports.add(DiagnosticCode.ANNOTATION_VALUE, object, affinity.position(), message, "");
        }
        boolean containers = profile == Profile.APPLICATION_GATEWAY_FOR_CONTAINERS;
        return Optional.of(AffinitySpec.of(containers ? containers(name, maxAge) : cookie(name, "/", maxAge)));
    }

    /** What {@code nginx.org/session-cookie-*} at a route seem to mean, which no product has. */
    Optional<AffinitySpec> annotations(String usualName) {
        Optional<KubeObject.Annotation> first = object.annotations().values().stream()
                .filter(annotation -> annotation.key().startsWith("nginx.org/session-cookie"))
                .findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String name = text("name").orElse(usualName);
        Optional<Duration> age = text("max-age")
                .or(() -> text("expires"))
                .filter(text -> text.matches("[1-9][0-9]{0,7}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        String hint = "write sessionPersistence {sessionName: " + name + ", type: Cookie, absoluteTimeout: "
                + age.map(a -> a.toSeconds() + "s").orElse("3600s")
                + ", cookieConfig: {lifetimeType: Permanent}} into the rule (NGINX Plus only), or an UpstreamSettingsPolicy"
                + " with a loadBalancingMethod";
        report(
                first.get().position(),
                "annotations nginx.org/session-cookie-*: no product reads them at a route",
                hint);
        return Optional.of(AffinitySpec.of(cookie(name, text("path").orElse("/"), age)));
    }

    private Optional<String> text(String name) {
        return object.annotation("nginx.org/session-cookie-" + name)
                .map(annotation -> annotation.text().strip())
                .filter(text -> !text.isEmpty());
    }

    private void report(SourcePosition at, String message, String hint) {
        reports.once(DiagnosticCode.CLOUD_REJECTS, at, object.title() + ": " + message, hint);
    }

    /** A cookie of Application Gateway for Containers, which has no path. */
    static Cookie containers(String name, Optional<Duration> maxAge) {
        return cookie(name, "", maxAge, Cookie.Style.APPLICATION_GATEWAY_FOR_CONTAINERS);
    }
}
