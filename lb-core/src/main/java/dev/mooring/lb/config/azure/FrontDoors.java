// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.arm.AzureResource;
import dev.mooring.lb.config.arm.AzureResources;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The profiles of Front Door among the resources, each with the resources that belong to it by their names. */
final class FrontDoors {
    private static final String PROFILE = "microsoft.cdn/profiles";
    private static final Map<String, String> NOT_IMITATED = Map.of(
            "rulesets", "rule sets are not imitated: their rules change nothing here",
            "rulesets/rules", "rule sets are not imitated: their rules change nothing here",
            "securitypolicies", "the web application firewall is not imitated: no request is blocked here",
            "secrets", "certificates of a Key Vault are not read; one of Mooring's local authority stands in",
            "endpoints", "the older products of Microsoft.Cdn are not imitated");

    private final AzureResources resources;
    private final Map<String, List<AzureResource>> byType;

    FrontDoors(AzureResources resources) {
        this.resources = resources;
        this.byType = resources.resources().stream()
                .collect(Collectors.groupingBy(resource -> resource.type().toLowerCase(Locale.ROOT)));
    }

    /** Whether a type, in lower case, is a profile or belongs to one. */
    static boolean isPart(String type) {
        return type.equals(PROFILE) || type.startsWith(PROFILE + "/");
    }

    int count() {
        return ofType(PROFILE).size();
    }

    List<Portion> read(boolean several, Reading reading) {
        List<Portion> portions = new ArrayList<>();
        for (AzureResource profile : ofType(PROFILE)) {
            String prefix = several ? profile.name() + "/" : "";
            portions.add(new FrontDoorReader(this, profile, prefix, reading).read());
        }
        for (AzureResource resource : resources.resources()) {
            String type = resource.type().toLowerCase(Locale.ROOT);
            String sentence = isPart(type) ? NOT_IMITATED.get(kind(type)) : null;
            if (sentence != null) {
                reading.sayOnce(
                        sentence,
                        DiagnosticCode.CLOUD_ONLY,
                        resource.position(),
                        KeyPath.of(resource.name()),
                        sentence,
                        "");
            }
        }
        return portions;
    }

    /** The resources of a kind that belong to another one, such as the routes of an endpoint. */
    List<Item> children(AzureResource parent, String kind, Shape shape, Reading reading) {
        return resources(parent, kind).stream()
                .map(resource -> item(resource, kind, shape, reading))
                .toList();
    }

    /** The same, not read yet. */
    List<AzureResource> resources(AzureResource parent, String kind) {
        String prefix = parent.name().toLowerCase(Locale.ROOT) + "/";
        return ofType(parent.type() + "/" + kind).stream()
                .filter(resource -> parent.name().isEmpty()
                        || resource.name().isEmpty()
                        || resource.name().toLowerCase(Locale.ROOT).startsWith(prefix))
                .toList();
    }

    static Item item(AzureResource resource, String kind, Shape shape, Reading reading) {
        String name = resource.name().isEmpty() ? kind : Values.lastSegment(resource.name());
        return Item.named(name, resource.body(), shape, KeyPath.of(kind, name), reading);
    }

    private List<AzureResource> ofType(String type) {
        return byType.getOrDefault(type.toLowerCase(Locale.ROOT), List.of());
    }

    private static String kind(String type) {
        return type.equals(PROFILE) ? "" : type.substring(PROFILE.length() + 1);
    }
}
