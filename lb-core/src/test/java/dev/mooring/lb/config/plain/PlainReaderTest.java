// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.YamlReader;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The defaults that users read on the reference page are those that the model promises. */
class PlainReaderTest {
    @Test
    void emptyMapsMeanTheDefaultsOfTheModel() {
        PoolSpec pool = pool("{backends: [{address: '[::1]:80'}], probe: {}, passive: {}, timeouts: {}}");

        assertEquals(Optional.of(ProbeSpec.DEFAULT), pool.probe());
        assertEquals(PassiveSpec.DEFAULT, pool.passive());
        assertEquals(TimeoutSpec.DEFAULT, pool.timeouts());
        assertEquals(PoolSpec.DEFAULT_RETRIES, pool.retry().times());
        assertEquals(PoolSpec.DEFAULT_DRAIN_TIMEOUT, pool.drainTimeout());
        assertEquals(AffinitySpec.NONE, pool.affinity());
        assertEquals(
                List.of(new BackendSpec("[::1]:80", "::1", 80, BackendSpec.DEFAULT_WEIGHT, BackendSpec.UNLIMITED)),
                pool.backends());
    }

    @Test
    void theGatewayHasTheDefaultsOfTheModel() {
        GatewaySpec gateway = read("limits: {}");

        assertEquals(LimitSpec.DEFAULT, gateway.limits());
        assertEquals(GatewaySpec.DEFAULT_DRAIN_TIMEOUT, gateway.drainTimeout());
        assertEquals(gateway, read("{}"));
    }

    @Test
    void shortAndLongFormsOfAffinityMeanTheSame() {
        assertEquals(AffinitySpec.of(Cookie.DEFAULT), affinity("cookie"));
        assertEquals(affinity("cookie"), affinity("{cookie: {}}"));
        assertEquals(AffinitySpec.of(new ClientIpHash(ClientNetwork.DEFAULT)), affinity("client-ip-hash"));
        assertEquals(affinity("client-ip-hash"), affinity("{client-ip-hash: {}}"));
        assertEquals(
                AffinitySpec.of(new ClientIpTable(
                        ClientNetwork.DEFAULT, ClientIpTable.DEFAULT_TIMEOUT, ClientIpTable.DEFAULT_MAX_ENTRIES)),
                affinity("client-ip-table"));
        assertEquals(affinity("client-ip-table"), affinity("{client-ip-table: {}}"));
        assertEquals(
                new Learned(Learned.Source.HEADER, "X", Learned.DEFAULT_TIMEOUT, Learned.DEFAULT_MAX_ENTRIES),
                affinity("{learned: {header: X}}").mechanism());
    }

    private static AffinitySpec affinity(String text) {
        return pool("{backends: [], affinity: " + text + "}").affinity();
    }

    private static PoolSpec pool(String text) {
        return read("pools: {p: " + text + "}").pools().get(0);
    }

    private static GatewaySpec read(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Positions positions = new Positions(SourcePosition.start("test"));
        List<Node> documents =
                YamlReader.read(new SourceFile("test", text), diagnostics).orElseThrow();
        ReadContext context = new ReadContext("test", Resources.NONE, diagnostics, positions);
        GatewaySpec spec = PlainReader.read(documents.get(0), context, 0).orElseThrow();
        assertEquals(List.of(), diagnostics.inOrder(List.of()));
        return spec;
    }
}
