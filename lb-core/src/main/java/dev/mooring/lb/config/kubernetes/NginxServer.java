// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the controller makes of all rules with the same host. Confined to one thread. */
final class NginxServer {
    private final String host;
    private final Map<String, Location> locations = new LinkedHashMap<>();
    private final Set<String> aliases = new TreeSet<>();
    private Optional<Location> fallback = Optional.empty();
    private boolean tls;
    private boolean regexes;

    NginxServer(String host) {
        this.host = host;
    }

    /**
     * A path of a server.
     *
     * @param ingress the Ingress that it is from
     * @param path the path
     * @param canaries Ingresses that take a part of its requests; the controller uses the first one
     */
    record Location(NginxIngress ingress, IngressPath path, List<Canary> canaries) {}

    /** A canary and the path that names its Service. */
    record Canary(NginxIngress ingress, IngressPath path) {}

    String host() {
        return host;
    }

    /** The host and its aliases; none for the server of all other hosts. */
    List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        if (!host.isEmpty()) {
            hosts.add(host);
        }
        hosts.addAll(aliases);
        return host.isEmpty() ? List.of() : hosts;
    }

    void alias(List<String> others) {
        aliases.addAll(others);
        aliases.remove(host);
    }

    void secure() {
        tls = true;
    }

    boolean isSecure() {
        return tls;
    }

    /** Adds a path; gives the one that has its place already. */
    Optional<Location> add(NginxIngress ingress, IngressPath path) {
        Location earlier = locations.putIfAbsent(path.key(), new Location(ingress, path, new ArrayList<>()));
        regexes |= earlier == null && ingress.hasRegexes();
        return Optional.ofNullable(earlier);
    }

    /** What a default backend serves: all that no path takes. */
    void fallback(NginxIngress ingress, ServicePort backend) {
        if (fallback.isEmpty()) {
            IngressPath all = new IngressPath(
                    0,
                    host,
                    "/",
                    IngressPath.PREFIX,
                    Optional.of(backend),
                    ingress.object().position());
            fallback = Optional.of(new Location(ingress, all, new ArrayList<>()));
        }
    }

    Optional<Location> find(IngressPath path) {
        return Optional.ofNullable(locations.get(path.key()));
    }

    /** Whether all its paths are regular expressions, since one of its Ingresses asks for it. */
    boolean hasRegexes() {
        return regexes;
    }

    /** The longest first, then backwards through the alphabet; of the same path, the exact one first. */
    List<Location> inOrder() {
        List<Location> ordered = new ArrayList<>(locations.values());
        ordered.sort(Comparator.comparingInt(
                        (Location location) -> -location.path().path().length())
                .thenComparing(location -> location.path().path(), Comparator.reverseOrder())
                .thenComparing(location -> !location.path().isExact()));
        boolean hasRoot = locations.containsKey(host + " /");
        fallback.filter(location -> !hasRoot).ifPresent(ordered::add);
        return ordered;
    }

    /** Whether a path of it takes all requests. */
    boolean takesAll() {
        return fallback.isPresent() || locations.containsKey(host + " /");
    }

    boolean hasPath(String path) {
        return locations.containsKey(host + " " + path) || locations.containsKey(host + " " + path + " =");
    }
}
