// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.BackendSpec;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The backends of the pools. Each address is read once, however many settings its pool is used with. */
final class Backends {
    private final Parts parts;
    private final Map<String, Set<String>> hosts = new HashMap<>();

    Backends(Parts parts) {
        this.parts = parts;
    }

    List<BackendSpec> of(Pools.Pair pair) {
        int port = pair.settings().port();
        Set<String> known = hosts.get(pair.pool().name());
        if (known == null) {
            known = read(pair.pool());
            hosts.put(pair.pool().name(), known);
        }
        return known.stream()
                .map(host -> new BackendSpec(
                        new HostPort(host, port).toString(),
                        host,
                        port,
                        BackendSpec.DEFAULT_WEIGHT,
                        BackendSpec.UNLIMITED))
                .toList();
    }

    private Set<String> read(Item pool) {
        Set<String> kept = new LinkedHashSet<>();
        Optional<Node> all = pool.fields().node("backendAddresses");
        List<Node> nodes = all.isPresent() && all.get() instanceof ListNode list
                ? list.items()
                : all.stream().toList();
        KeyPath path = pool.fields().path("backendAddresses");
        for (Node node : nodes) {
            if (node instanceof MapNode map) {
                Fields address =
                        new Fields(map.position(), map.entries(), GatewayShapes.ADDRESS, path, parts.reading());
                address(pool, address).filter(host -> !kept.add(host)).ifPresent(host -> reportTwice(address, host));
            } else if (node instanceof UnknownNode unknown) {
                reportUnknown(pool, unknown);
            } else {
                String problem = "the wrong kind of value";
                parts.reading()
                        .problem(DiagnosticCode.WRONG_KIND, node.position(), path, problem, node.kind(), "a map");
            }
        }
        return kept;
    }

    private Optional<String> address(Item pool, Fields address) {
        String property = address.node("fqdn").isPresent() ? "fqdn" : "ipAddress";
        Optional<Node> node = address.node(property);
        if (node.isPresent() && node.get() instanceof UnknownNode unknown) {
            reportUnknown(pool, unknown);
            return Optional.empty();
        }
        return address.text(property).flatMap(text -> host(address, property, text));
    }

    private static Optional<String> host(Fields address, String property, String text) {
        Optional<String> host = Values.host(text);
        if (host.isEmpty()) {
            address.bad(property, text, "a host name or an address, without port");
        }
        return host;
    }

    private void reportTwice(Fields address, String host) {
        String sentence = Wording.quoted(host) + " is in the pool already";
        parts.reading().say(DiagnosticCode.IGNORED_SETTING, address.position(), address.path(), sentence, "");
    }

    private void reportUnknown(Item pool, UnknownNode node) {
        String group = parts.named(pool.name());
        SourcePosition at = node.position();
        if (parts.reading().settings().givesBackends(group) || node.expression().isEmpty()) {
            return;
        }
        parts.reading()
                .say(
                        DiagnosticCode.UNKNOWN_BACKEND,
                        at,
                        pool.path(),
                        "the address of a backend, " + Wording.quoted(node.expression())
                                + ", is not known; the pool is left without it",
                        "use --backend '" + group + "=HOST:PORT' or --set '" + node.expression() + "=VALUE'");
    }
}
