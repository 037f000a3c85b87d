// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import java.util.Optional;

/** The ids of resources: paths in which types and names take turns. */
final class ResourceIds {
    private static final String PROVIDERS = "/providers/";

    private ResourceIds() {}

    /** The id of a resource in the stand-in for the resource group. */
    static String of(String type, String name) {
        return StandIns.RESOURCE_GROUP_ID + PROVIDERS + path(type, name);
    }

    /** {@code provider/type/name/type/name}; what is left over on one side stands at the end. */
    static String path(String type, String name) {
        String[] types = type.split("/", -1);
        String[] names = name.split("/", -1);
        StringBuilder path = new StringBuilder(types[0]);
        for (int i = 1; i < types.length || i <= names.length; i++) {
            if (i < types.length) {
                path.append('/').append(types[i]);
            }
            if (i <= names.length) {
                path.append('/').append(names[i - 1]);
            }
        }
        return path.toString();
    }

    /** What an id, or the part of one behind the last provider, is about; empty when it is neither. */
    static Optional<Named> parse(String id) {
        int providers = Values.lower(id).lastIndexOf(PROVIDERS);
        String path = providers < 0 ? id : id.substring(providers + PROVIDERS.length());
        String[] steps = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        if (steps.length < 3 || steps.length > 40 || steps[0].indexOf('.') < 0) {
            return Optional.empty();
        }
        StringBuilder type = new StringBuilder(steps[0]);
        StringBuilder name = new StringBuilder();
        for (int i = 1; i < steps.length; i++) {
            if (i % 2 == 1) {
                type.append('/').append(steps[i]);
            } else {
                name.append(name.isEmpty() ? "" : "/").append(steps[i]);
            }
        }
        return Optional.of(new Named(type.toString(), name.toString()));
    }

    /**
     * A resource.
     *
     * @param type its full type
     * @param name its full name
     */
    record Named(String type, String name) {
        /** The last step of the type, and the name. */
        String shortName() {
            return type.substring(type.lastIndexOf('/') + 1) + "/" + name;
        }
    }
}
