// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.ProbeSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * What backend settings ask for.
 *
 * @param item where they were written
 * @param port the port of all backends
 * @param affinity the affinity
 * @param requestTimeout the inactivity timer
 * @param drain how long a removed backend may finish
 * @param forward how backends are spoken to
 * @param probe the probe
 * @param path what stands in the place of the matched part of the path
 */
record HttpSettings(
        Item item,
        int port,
        AffinitySpec affinity,
        Duration requestTimeout,
        Duration drain,
        ForwardSpec forward,
        ProbeSpec probe,
        Optional<String> path) {
    static final String DEFAULT_COOKIE = "ApplicationGatewayAffinity";

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);
    private static final int DEFAULT_TIMEOUT = 20;
    private static final int MAX_TIMEOUT = 86_400;
    private static final int DEFAULT_DRAIN = 30;
    private static final int MAX_DRAIN = 3600;
    private static final int MAX_PORT = 65_535;

    static HttpSettings read(Item item, Parts parts) {
        Fields fields = item.fields();
        boolean tls =
                fields.choice("protocol", "Http", "Https").map("Https"::equals).orElse(false);
        int port = fields.number("port", 1, MAX_PORT).orElseGet(() -> impliedPort(item, tls));
        ForwardSpec forward = new ForwardSpec(
                BackendTls.hostHeader(fields),
                tls ? Optional.of(BackendTls.read(fields, parts)) : Optional.empty(),
                KEEP_ALIVE,
                fields.flag("dedicatedBackendConnection", false));
        return new HttpSettings(
                item,
                port,
                affinity(fields),
                Duration.ofSeconds(
                        fields.number("requestTimeout", 1, MAX_TIMEOUT).orElseGet(() -> impliedTimeout(item))),
                drain(fields),
                forward,
                Probes.of(item, tls, parts),
                fields.text("path"));
    }

    /** The name of the affinity cookie; empty without affinity. */
    Optional<String> cookie() {
        return affinity.mechanism() instanceof Cookie cookie ? Optional.of(cookie.name()) : Optional.empty();
    }

    private static int impliedPort(Item item, boolean tls) {
        int port = tls ? 443 : 80;
        implied(item, "port", "no port, so it is " + port);
        return port;
    }

    private static int impliedTimeout(Item item) {
        String sentence =
                "no requestTimeout, so it is 20 s, the portal's; az, Terraform and AGIC set 30 s if nobody says otherwise";
        implied(item, "requestTimeout", sentence);
        return DEFAULT_TIMEOUT;
    }

    /** What was made up as a whole was said as a whole; what is wrong or not known was said too. */
    private static void implied(Item item, String property, String sentence) {
        if (!item.isImplied() && item.fields().node(property).isEmpty()) {
            item.fields().reading().implied(item.position(), item.path(), sentence);
        }
    }

    private static AffinitySpec affinity(Fields fields) {
        Optional<String> name = fields.text("affinityCookieName");
        boolean enabled = fields.choice("cookieBasedAffinity", "Enabled", "Disabled")
                .map("Enabled"::equals)
                .orElse(false);
        if (!enabled) {
            return AffinitySpec.NONE;
        }
        return AffinitySpec.of(new Cookie(
                name.orElse(DEFAULT_COOKIE),
                "/",
                Optional.empty(),
                Optional.empty(),
                Cookie.Secure.NEVER,
                false,
                Optional.empty(),
                Cookie.Style.APPLICATION_GATEWAY,
                "",
                Optional.empty(),
                false));
    }

    private static Duration drain(Fields fields) {
        Optional<Fields> draining = fields.object("connectionDraining", GatewayShapes.DRAINING);
        int seconds = draining.filter(inner -> inner.flag("enabled", false))
                .map(inner -> inner.number("drainTimeoutInSec", 1, MAX_DRAIN).orElse(DEFAULT_DRAIN))
                .orElse(DEFAULT_DRAIN);
        return Duration.ofSeconds(seconds);
    }
}
