// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration of {@code mooring demo}: one listener, one pool with cookie affinity, probes each second. Pure. */
final class DemoSpec {
    /** The name of its pool. */
    static final String POOL = "demo";

    private DemoSpec() {}

    static GatewaySpec of(HostPort listen, HostPort admin, List<BackendSpec> backends) {
        ProbeSpec probe = new ProbeSpec(
                "/health",
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                2,
                1,
                ProbeSpec.DEFAULT.expectedStatus(),
                Optional.empty());
        PoolSpec pool = new PoolSpec(
                POOL,
                backends,
                BalancerKind.ROUND_ROBIN,
                AffinitySpec.of(AffinitySpec.Cookie.DEFAULT),
                Optional.of(probe),
                PassiveSpec.DEFAULT,
                TimeoutSpec.DEFAULT,
                PoolSpec.DEFAULT_RETRIES,
                Duration.ofSeconds(30));
        RouteSpec all = new RouteSpec(POOL, Set.of(), List.of(), RouteSpec.PathSpec.ANY, Set.of(), Map.of(), POOL);
        // The page comes from the listener and drives the admin listener: the one origin that may.
        List<String> origins = List.of("http://" + listen, "http://localhost:" + listen.port());
        return new GatewaySpec(
                List.of(new ListenerSpec("web", listen.host(), listen.port())),
                List.of(all),
                List.of(pool),
                List.of(),
                List.of(),
                LimitSpec.DEFAULT,
                Duration.ofSeconds(2),
                AccessLogSpec.OFF,
                true,
                Optional.of(new AdminSpec(admin.host(), admin.port(), Optional.empty(), origins)));
    }
}
