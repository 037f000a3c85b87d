// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import static dev.mooring.lb.config.azure.Property.honoured;
import static dev.mooring.lb.config.azure.Property.ignored;

import java.util.List;
import java.util.stream.Stream;

/** All kinds of objects that are known, in the order of the reference page. */
final class Shapes {
    private static final String ORDER = "Templates need it to create things in order.";
    private static final String LABEL = "A label.";
    private static final String CLOUD = "The cloud fills it in.";

    /** What every resource and every named part of one may have around its properties. */
    static final Shape ENVELOPE = Shape.of(
            "around the properties",
            honoured("name", "The name that other parts, messages and `--backend` call it by."),
            honoured("id", "References may give it in full."),
            honoured("type", "Tells what a resource is."),
            honoured("properties", "What tools print may have the properties without this level."),
            honoured("sku", "Front Door has it here; all its tiers are imitated alike."),
            ignored("apiVersion", "All versions are read alike."),
            ignored("location", "Where in the cloud."),
            ignored("tags", LABEL),
            ignored("kind", LABEL),
            ignored("comments", LABEL),
            ignored("metadata", LABEL),
            ignored("zones", "Where in the cloud."),
            ignored("extendedLocation", "Where in the cloud."),
            ignored("identity", "Who the resource is when it reads certificates from a Key Vault."),
            ignored("dependsOn", ORDER),
            ignored("condition", "Evaluated with the template."),
            ignored("copy", "Evaluated with the template."),
            ignored("scope", ORDER),
            ignored("parent", "Evaluated with the template."),
            ignored("existing", "Evaluated with the template."),
            ignored("import", "Evaluated with the template."),
            ignored("resources", "Evaluated with the template."),
            ignored("etag", CLOUD),
            ignored("resourceGroup", CLOUD),
            ignored("systemData", CLOUD));

    /** A reference to another object. */
    static final Shape REFERENCE = Shape.of(
            "references",
            honoured("id", "What it refers to: the last part of the id is the name, in either case."),
            ignored("resourceGroup", CLOUD),
            ignored("location", "Where in the cloud."));

    private Shapes() {}

    static List<Shape> all() {
        return Stream.of(List.of(ENVELOPE, REFERENCE), GatewayShapes.ALL, RuleShapes.ALL, FrontDoorShapes.ALL)
                .flatMap(List::stream)
                .toList();
    }
}
