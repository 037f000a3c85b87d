// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.azure.Draft.Forwarded;
import dev.mooring.lb.config.azure.Draft.Redirected;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes routes of drafts. */
final class Routes {
    private static final String NO_HOST = "ERRORINFO_INVALID_HOST";

    private final Parts parts;
    private final Pools pools;
    private final RoutePolicy policy;
    private final Rewrites rewrites = new Rewrites();

    Routes(Parts parts, Pools pools, Optional<Long> bodyBytes) {
        this.parts = parts;
        this.pools = pools;
        this.policy = new RoutePolicy(
                Optional.empty(), Optional.empty(), Optional.empty(), bodyBytes, true, Optional.empty());
    }

    List<RouteSpec> of(List<Door> doors, List<Draft> drafts) {
        List<RouteSpec> routes = new ArrayList<>();
        Map<String, List<Draft>> byDoor = drafts.stream()
                .collect(Collectors.groupingBy(draft -> draft.door().name()));
        for (Door door : doors) {
            byDoor.getOrDefault(door.name(), List.of()).forEach(draft -> routes.add(route(draft)));
            if (door.refusesHosts()) {
                routes.add(noHost(door));
            }
        }
        return routes;
    }

    private RouteSpec route(Draft draft) {
        parts.reading().place(draft.node(), "routes", draft.name());
        List<FilterSpec> filters = new ArrayList<>();
        RouteAction action;
        if (draft.outcome() instanceof Forwarded to) {
            draft.rewrite().map(rewrites::of).ifPresent(filters::addAll);
            to.pair().settings().path().ifPresent(path -> filters.add(Rewrites.prefix("path", draft.path(), path)));
            action = RouteAction.toPool(pools.name(to.pair()));
        } else {
            action = ((Redirected) draft.outcome()).redirect();
        }
        return new RouteSpec(
                draft.name(),
                Set.of(draft.door().name()),
                draft.hosts(),
                draft.path(),
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                action,
                filters,
                policy);
    }

    private RouteSpec noHost(Door door) {
        String name = door.name() + "/no-host";
        parts.reading().place(door.item().node(), "routes", name);
        return new RouteSpec(
                name,
                Set.of(door.name()),
                List.of(),
                PathSpec.ANY,
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                new RouteAction.Respond(404, NO_HOST),
                List.of(),
                RoutePolicy.NONE);
    }
}
