// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.arm.AzureResource;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.LocalPorts;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.TlsSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one profile of Front Door. */
final class FrontDoorReader {
    static final String HTTP = "http";
    static final String HTTPS = "https";

    private static final int DEFAULT_TIMEOUT = 30;
    private static final int OLD_MAXIMUM = 60;

    private final FrontDoors all;
    private final AzureResource profile;
    private final String prefix;
    private final Reading reading;

    FrontDoorReader(FrontDoors all, AzureResource profile, String prefix, Reading reading) {
        this.all = all;
        this.profile = profile;
        this.prefix = prefix;
        this.reading = reading;
    }

    Portion read() {
        String name = profile.name().isEmpty() ? "profile" : profile.name();
        Item item = Item.named(name, profile.body(), FrontDoorShapes.PROFILE, KeyPath.of(name), reading);
        OriginGroups groups = new OriginGroups(prefix, responseTimeout(item.fields()), reading);
        for (AzureResource group : all.resources(profile, "originGroups")) {
            groups.add(group, FrontDoors.item(group, "originGroups", FrontDoorShapes.ORIGIN_GROUP, reading), all);
        }
        List<ListenerSpec> listeners = listeners(item);
        FrontDoorRoutes routes = new FrontDoorRoutes(prefix, groups, domains(), reading);
        List<AzureResource> endpoints = all.resources(profile, "afdEndpoints");
        for (AzureResource endpoint : endpoints) {
            Item read = FrontDoors.item(endpoint, "afdEndpoints", FrontDoorShapes.ENDPOINT, reading);
            if (!OriginGroups.isDisabled(read.fields())) {
                routes.add(
                        read, all.children(endpoint, "routes", FrontDoorShapes.ROUTE, reading), endpoints.size() == 1);
            }
        }
        if (routes.isEmpty()) {
            routes.imply(item);
        }
        List<RouteSpec> specs = routes.specs();
        return new Portion(listeners, specs, groups.specs());
    }

    private Duration responseTimeout(Fields fields) {
        String property = "originResponseTimeoutSeconds";
        OptionalInt written = fields.number(property, 16, 240);
        if (written.isEmpty() && fields.node(property).isEmpty()) {
            reading.implied(fields.position(), fields.path(), "no " + property + ", so it is 30 s");
        }
        if (written.isPresent() && written.getAsInt() == OLD_MAXIMUM) {
            fields.say(DiagnosticCode.OLD_LIMIT, property, "60 s is not the maximum: Front Door takes 16 to 240 s", "");
        }
        int seconds = written.orElse(DEFAULT_TIMEOUT);
        String sentence = "a stream that is silent for 30 s is cut, and one that sends nothing in its first " + seconds
                + " s never begins";
        String hint = "let it send a comment line at least every 15 s";
        fields.say(DiagnosticCode.STREAM_CUT, property, sentence, hint);
        return Duration.ofSeconds(seconds);
    }

    private List<ListenerSpec> listeners(Item item) {
        List<ListenerSpec> listeners = new ArrayList<>();
        Optional<CertificateSpec> given = reading.settings().certificate(prefix + HTTPS);
        if (given.isEmpty()) {
            String sentence = "Front Door's own certificate is replaced by one of Mooring's local authority";
            String hint = "--certificate '" + prefix + HTTPS + "=FILE' gives another one";
            reading.say(DiagnosticCode.LOCAL_CERTIFICATE, item.position(), item.path(), sentence, hint);
        }
        TlsSpec tls = TlsSpec.of(List.of(given.orElseGet(() -> CertificateSpec.local(prefix + HTTPS))));
        listeners.add(listener(item, HTTP, 80, Optional.empty()));
        listeners.add(listener(item, HTTPS, 443, Optional.of(tls)));
        return listeners;
    }

    private ListenerSpec listener(Item item, String name, int port, Optional<TlsSpec> tls) {
        reading.place(item.node(), "listeners", prefix + name);
        return new ListenerSpec(
                prefix + name,
                LocalPorts.HOST,
                reading.settings().ports().take(port),
                Profile.FRONT_DOOR,
                RouteOrder.MOST_SPECIFIC,
                tls,
                false,
                OptionalInt.of(port),
                List.of());
    }

    /** Host names of custom domains, by the domain's name in lower case. */
    private Map<String, String> domains() {
        Map<String, String> hosts = new HashMap<>();
        for (Item domain : all.children(profile, "customDomains", FrontDoorShapes.DOMAIN, reading)) {
            domain.fields()
                    .text("hostName")
                    .ifPresent(
                            host -> hosts.put(domain.name().toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT)));
        }
        return hosts;
    }
}
