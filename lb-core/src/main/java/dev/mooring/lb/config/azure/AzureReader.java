// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.arm.AzureResource;
import dev.mooring.lb.config.arm.AzureResources;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the resources of Azure that are gateways: Application Gateway and Front Door. */
public final class AzureReader {
    static final String GATEWAY = "microsoft.network/applicationgateways";
    private static final String FIREWALL = "microsoft.network/applicationgatewaywebapplicationfirewallpolicies";
    private static final String CLASSIC = "microsoft.network/frontdoors";

    /** Properties that nothing but an Application Gateway has. */
    private static final List<String> SIGNS = List.of(
            "backendHttpSettingsCollection",
            "backendAddressPools",
            "httpListeners",
            "requestRoutingRules",
            "urlPathMaps");

    /** What both products take: lines and fields of 32 KiB, a request within a minute. */
    private static final LimitSpec LIMITS = new LimitSpec(
            32 * 1024, 64 * 1024, 128, Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(75), 50_000);

    private AzureReader() {}

    /**
     * The gateways among the resources. What cannot be read is reported, and something sensible stands for it.
     *
     * @param resources what a template or a tool says
     * @param settings what stands in for things that only the cloud has
     * @param diagnostics where problems go
     * @param positions where the positions of what was read go
     */
    public static GatewaySpec read(
            AzureResources resources, AzureSettings settings, Diagnostics diagnostics, Positions positions) {
        List<AzureResource> gateways = gateways(resources);
        FrontDoors frontDoors = new FrontDoors(resources);
        boolean several = gateways.size() + frontDoors.count() > 1;
        List<Portion> portions = new ArrayList<>();
        for (AzureResource gateway : gateways) {
            Reading reading = new Reading(settings, diagnostics, positions);
            String name = gateway.name().isEmpty() ? "gateway" : gateway.name();
            KeyPath root = several ? KeyPath.of(name) : KeyPath.ROOT;
            Item item = Item.named(name, gateway.body(), GatewayShapes.GATEWAY, root, reading);
            String prefix = several ? name + "/" : "";
            portions.add(new ApplicationGatewayReader(Parts.of(prefix, item.fields())).read());
        }
        portions.addAll(frontDoors.read(several, new Reading(settings, diagnostics, positions)));
        if (!portions.isEmpty()) {
            place(resources, positions);
        }
        reportOthers(resources, portions.isEmpty(), diagnostics);
        return whole(portions);
    }

    private static List<AzureResource> gateways(AzureResources resources) {
        return resources.resources().stream()
                .filter(resource -> resource.type().equalsIgnoreCase(GATEWAY) || looksLikeGateway(resource))
                .toList();
    }

    /** What tools print may have no type. */
    private static boolean looksLikeGateway(AzureResource resource) {
        Optional<Node> inner = resource.body().findIgnoringCase("properties");
        MapNode map = inner.isPresent() && inner.get() instanceof MapNode own ? own : resource.body();
        return resource.type().isEmpty()
                && SIGNS.stream().anyMatch(sign -> map.findIgnoringCase(sign).isPresent());
    }

    private static void place(AzureResources resources, Positions positions) {
        resources.resources().stream().findFirst().ifPresent(first -> {
            MapNode nothing = new MapNode(first.position(), List.of());
            positions.place(KeyPath.of("pools"), first.body());
            positions.place(KeyPath.of("routes"), nothing);
        });
    }

    private static void reportOthers(AzureResources resources, boolean none, Diagnostics diagnostics) {
        Set<String> others = new LinkedHashSet<>();
        for (AzureResource resource : resources.resources()) {
            String type = resource.type().toLowerCase(Locale.ROOT);
            boolean named = type.isEmpty() || type.equals(GATEWAY) || FrontDoors.isPart(type);
            if (!named && !reportRelated(resource, type, diagnostics)) {
                others.add(Wording.quoted(resource.type()));
            }
        }
        if (!resources.resources().isEmpty()) {
            reportOthers(resources, others.stream().limit(10).toList(), none, diagnostics);
        }
    }

    private static boolean reportRelated(AzureResource resource, String type, Diagnostics diagnostics) {
        if (type.equals(CLASSIC)) {
            String message = "Front Door (classic) was retired and is not imitated";
            String hint = "migrate to Microsoft.Cdn/profiles";
            diagnostics.add(DiagnosticCode.NO_GATEWAY, resource.position(), message, hint);
            return true;
        }
        if (type.equals(FIREWALL)) {
            String message = "web application firewall policies are not imitated: no request is blocked here";
            diagnostics.add(DiagnosticCode.CLOUD_ONLY, resource.position(), message, "");
            return true;
        }
        return false;
    }

    private static void reportOthers(
            AzureResources resources, List<String> others, boolean none, Diagnostics diagnostics) {
        String file = resources.resources().get(0).position().file();
        SourcePosition start = SourcePosition.start(file);
        if (!none) {
            if (!others.isEmpty()) {
                String message = "resources of other types are not looked at: " + String.join(", ", others);
                diagnostics.add(DiagnosticCode.UNUSED_PART, start, message, "");
            }
            return;
        }
        boolean typed = resources.resources().stream()
                .anyMatch(resource -> !resource.type().isEmpty());
        String found = others.isEmpty() ? "no type of a resource" : Wording.oneOf(others);
        String expected = "Microsoft.Network/applicationGateways or Microsoft.Cdn/profiles";
        String message = Wording.message(KeyPath.ROOT, "no gateway in the file", found, expected);
        DiagnosticCode code = typed ? DiagnosticCode.NO_GATEWAY : DiagnosticCode.UNKNOWN_FORMAT;
        diagnostics.add(code, start, message, "");
    }

    private static GatewaySpec whole(List<Portion> portions) {
        return new GatewaySpec(
                portions.stream()
                        .flatMap(portion -> portion.listeners().stream())
                        .toList(),
                portions.stream().flatMap(portion -> portion.routes().stream()).toList(),
                portions.stream().flatMap(portion -> portion.pools().stream()).toList(),
                List.of(),
                List.of(),
                portions.isEmpty() ? LimitSpec.DEFAULT : LIMITS,
                GatewaySpec.DEFAULT_DRAIN_TIMEOUT,
                AccessLogSpec.OFF,
                false,
                Optional.empty());
    }
}
