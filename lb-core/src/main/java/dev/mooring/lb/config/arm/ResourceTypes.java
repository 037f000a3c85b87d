// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

/** Which resources a gateway is made of. Templates hold many more, whose problems are none of a gateway's. */
final class ResourceTypes {
    static final String DEPLOYMENT = "microsoft.resources/deployments";

    private ResourceTypes() {}

    /** Whether a problem of the resource may be one of the gateway. */
    static boolean matters(String type) {
        String lower = Values.lower(type);
        return lower.startsWith("microsoft.network/") || isFrontDoor(lower) || isDeployment(type);
    }

    /** Whether the user is asked for what is unknown in the resource. */
    static boolean isGateway(String type) {
        String lower = Values.lower(type);
        return lower.startsWith("microsoft.network/applicationgateways") || isFrontDoor(lower);
    }

    static boolean isDeployment(String type) {
        return type.equalsIgnoreCase(DEPLOYMENT);
    }

    private static boolean isFrontDoor(String lower) {
        return lower.startsWith("microsoft.cdn/");
    }
}
