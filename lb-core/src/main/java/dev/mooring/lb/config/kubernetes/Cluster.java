// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.model.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All objects of a run, whichever files they came from. Immutable. */
final class Cluster {
    private final Map<String, List<KubeObject>> byKind = new LinkedHashMap<>();
    private final Map<String, KubeObject> byId = new HashMap<>();
    private final Map<String, Set<KubeObject>> policies = new HashMap<>();
    private final Optional<Profile> imitated;

    /** Of objects with the same kind and name, the last one counts, as when the files are applied one after the other. */
    Cluster(List<KubeObject> objects, Optional<Profile> imitated) {
        this.imitated = imitated;
        Map<String, KubeObject> last = new LinkedHashMap<>();
        objects.forEach(object -> last.put(key(object.kind(), object.namespace(), object.name()), object));
        last.values()
                .forEach(object -> byKind.computeIfAbsent(object.kind(), kind -> new ArrayList<>())
                        .add(object));
        byKind.replaceAll((kind, all) -> List.copyOf(all));
        byId.putAll(last);
        for (KubeObject object : last.values()) {
            for (PolicyTarget target : PolicyTarget.all(object)) {
                policies.computeIfAbsent(key(object.kind(), target.kind(), target.name()), k -> new LinkedHashSet<>())
                        .add(object);
            }
        }
    }

    /** The objects of a kind, in the order of the files. */
    List<KubeObject> all(String kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    /** The product that the user wants imitated; empty to go by the objects. */
    Optional<Profile> imitated() {
        return imitated;
    }

    /** The policies of a kind that are for something of this kind and name, in whichever namespace. */
    Set<KubeObject> policies(String kind, String targetKind, String targetName) {
        return policies.getOrDefault(key(kind, targetKind, targetName), Set.of());
    }

    boolean has(String kind) {
        return byKind.containsKey(kind);
    }

    Optional<KubeObject> find(String kind, String namespace, String name) {
        return Optional.ofNullable(byId.get(key(kind, namespace, name)));
    }

    /** An object of a kind that lives in no namespace, such as a GatewayClass. */
    Optional<KubeObject> find(String kind, String name) {
        return byKind.getOrDefault(kind, List.of()).stream()
                .filter(object -> object.name().equals(name))
                .findFirst();
    }

    static String key(String kind, String namespace, String name) {
        return kind + " " + namespace + "/" + name;
    }
}
