// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.LocalPorts;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.RouteSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one Application Gateway. */
final class ApplicationGatewayReader {
    private final Parts parts;

    ApplicationGatewayReader(Parts parts) {
        this.parts = parts;
    }

    Portion read() {
        Firewall firewall = Firewall.read(parts.gateway());
        List<Door> doors = Door.of(Fragment.rules(parts), parts);
        Pools pools = new Pools(parts, firewall.buffering(parts.gateway()));
        List<Draft> drafts = new Drafts(parts, pools, new Redirects(parts, doors)).of(doors);
        List<RouteSpec> routes = new Routes(parts, pools, firewall.bodyBytes()).of(doors, drafts);
        List<ListenerSpec> listeners = listeners(doors);
        Portion portion = new Portion(listeners, routes, pools.specs());
        new GatewayLints(parts, doors, drafts, pools).check();
        parts.reportUnused();
        return portion;
    }

    private List<ListenerSpec> listeners(List<Door> doors) {
        List<ListenerSpec> listeners = new ArrayList<>();
        Tls tls = new Tls(parts);
        for (Door door : doors) {
            parts.reading().place(door.item().node(), "listeners", door.name());
            checkProtocols(door);
            listeners.add(new ListenerSpec(
                    door.name(),
                    LocalPorts.HOST,
                    parts.reading().settings().ports().take(door.port()),
                    Profile.APPLICATION_GATEWAY,
                    RouteOrder.FIRST,
                    door.tls() ? Optional.of(tls.of(door)) : Optional.empty(),
                    false,
                    OptionalInt.of(door.port()),
                    ErrorPages.of(door.item().fields(), parts.gateway())));
        }
        return listeners;
    }

    private void checkProtocols(Door door) {
        door.rules().stream()
                .map(Rule::site)
                .filter(site -> site.tls() != door.tls())
                .findFirst()
                .ifPresent(site -> parts.reading()
                        .say(
                                DiagnosticCode.CLOUD_REJECTS,
                                site.item().position(),
                                site.item().path(),
                                "another protocol than listener "
                                        + Wording.quoted(door.item().name())
                                        + " at the same port; that of the latter holds here",
                                "give it another frontendPort"));
    }
}
