// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.ArrayList;
import java.util.List;

/** Functions that make ids of resources. */
final class ResourceFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("resourceId", 2, Builtin.MANY, ResourceFunctions::resourceId),
            new Builtin("subscriptionResourceId", 2, Builtin.MANY, ResourceFunctions::subscriptionResourceId),
            new Builtin("tenantResourceId", 2, Builtin.MANY, a -> id(a, "", 0)),
            new Builtin("managementGroupResourceId", 2, Builtin.MANY, ResourceFunctions::managementGroupResourceId),
            new Builtin("extensionResourceId", 3, Builtin.MANY, a -> id(a, text(a, 0), 1)),
            new Builtin("pickZones", 3, 5, ResourceFunctions::pickZones));

    private static final int MAX_ZONES = 3;

    private ResourceFunctions() {}

    private static Node resourceId(Arguments a) {
        int type = typeAt(a);
        String subscription = type == 2 ? text(a, 0) : StandIns.SUBSCRIPTION;
        String group = type >= 1 ? text(a, type - 1) : StandIns.GROUP;
        return id(a, "/subscriptions/" + subscription + "/resourceGroups/" + group, type);
    }

    private static Node subscriptionResourceId(Arguments a) {
        int type = typeAt(a);
        return id(a, "/subscriptions/" + (type == 0 ? StandIns.SUBSCRIPTION : text(a, 0)), type);
    }

    private static Node managementGroupResourceId(Arguments a) {
        int type = typeAt(a);
        String group = type == 0 ? StandIns.GROUP : text(a, 0);
        return id(a, "/providers/Microsoft.Management/managementGroups/" + group, type);
    }

    /** The type is the first argument that has as many steps as there are names after it. */
    private static int typeAt(Arguments a) {
        for (int i = 0; i < Math.min(3, a.count() - 1); i++) {
            String text = type(a, i);
            if (text.indexOf('/') > 0 && text.indexOf('.') > 0 && steps(text) == a.count() - i - 1) {
                return i;
            }
        }
        throw a.fails("needs a type such as Microsoft.Network/publicIPAddresses, and a name for each step of it");
    }

    /** Many templates end a type with a slash, and the cloud bears it. */
    private static String type(Arguments a, int index) {
        String text = text(a, index);
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static long steps(String type) {
        return type.chars().filter(c -> c == '/').count();
    }

    private static Node id(Arguments a, String place, int type) {
        List<String> names = new ArrayList<>();
        for (int i = type + 1; i < a.count(); i++) {
            names.add(text(a, i));
        }
        String path = ResourceIds.path(type(a, type), String.join("/", names));
        return a.made(place + "/providers/" + path);
    }

    /** A name that nobody knows stands in braces: ids are compared by their last steps, which are mostly known. */
    private static String text(Arguments a, int index) {
        if (a.value(index) instanceof UnknownNode unknown
                && !unknown.expression().isEmpty()) {
            return "{" + unknown.expression() + "}";
        }
        return a.shown(index);
    }

    private static Node pickZones(Arguments a) {
        long count = a.has(3) ? a.integer(3) : 1;
        long offset = a.has(4) ? a.integer(4) : 0;
        List<Node> zones = new ArrayList<>();
        for (long i = 0; i < Math.min(count, MAX_ZONES); i++) {
            zones.add(a.made(Long.toString(Math.floorMod(i + offset, MAX_ZONES) + 1)));
        }
        return a.made(zones);
    }
}
