// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Header;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.model.AffinitySpec.None;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import dev.mooring.lb.model.TimeoutSpec;
import java.util.Optional;

/** Writes a pool in Mooring's own form. */
final class PoolWriter {
    private PoolWriter() {}

    static Node pool(PoolSpec pool) {
        Block block = new Block()
                .put(
                        "backends",
                        Block.list(pool.backends().stream()
                                .map(PoolWriter::backend)
                                .toList()))
                .put("balancer", pool.balancer().label())
                .put("affinity", affinity(pool.affinity()));
        pool.probe().ifPresent(probe -> block.put("probe", probe(probe)));
        return block.put(
                        "passive",
                        new Block()
                                .put("failures", countOrOff(pool.passive().failures()))
                                .put("duration", pool.passive().duration())
                                .node())
                .put("timeouts", timeouts(pool.timeouts()))
                .put("retries", pool.retry().times())
                .put("drain-timeout", pool.drainTimeout())
                .node();
    }

    private static Node backend(BackendSpec backend) {
        return new Block()
                .put("name", backend.id())
                .put("address", PlainWriter.address(backend.host(), backend.port()))
                .put("weight", backend.weight())
                .put("max-connections", countOrOff(backend.maxConnections()))
                .node();
    }

    private static Node affinity(AffinitySpec affinity) {
        if (affinity.mechanism() instanceof None) {
            return Block.word("none");
        }
        Block block = new Block();
        mechanism(block, affinity.mechanism());
        block.put("when-unavailable", Labels.of(affinity.whenUnavailable()));
        boolean hashing = affinity.mechanism() instanceof ClientIpHash || affinity.mechanism() instanceof Header;
        if (!hashing || affinity.whenBack() != WhenBack.STAY) {
            // Hashing cannot stay; to write it would only earn the reader a warning.
            block.put("when-back", Labels.of(affinity.whenBack()));
        }
        return block.node();
    }

    private static void mechanism(Block block, Mechanism mechanism) {
        if (mechanism instanceof Cookie cookie) {
            block.put("cookie", cookie(cookie));
        } else if (mechanism instanceof ClientIpHash hash) {
            block.put("client-ip-hash", network(new Block(), hash.network()).node());
        } else if (mechanism instanceof ClientIpTable table) {
            Block inner = new Block().put("timeout", table.timeout()).put("max-entries", table.maxEntries());
            block.put("client-ip-table", network(inner, table.network()).node());
        } else if (mechanism instanceof Header header) {
            block.put("header", new Block().put("name", header.name()).node());
        } else if (mechanism instanceof Learned learned) {
            block.put(
                    "learned",
                    new Block()
                            .put(Labels.of(learned.source()), learned.name())
                            .put("timeout", learned.timeout())
                            .put("max-entries", learned.maxEntries())
                            .node());
        }
    }

    private static Node cookie(Cookie cookie) {
        Block block = new Block()
                .put("name", cookie.name())
                .put("path", cookie.path())
                .putIfPresent("domain", cookie.domain());
        cookie.maxAge().ifPresent(age -> block.put("max-age", age));
        return block.put("secure", Labels.of(cookie.secure()))
                .put("http-only", cookie.httpOnly())
                .put("same-site", cookie.sameSite().map(Labels::of).orElse("unset"))
                .node();
    }

    private static Block network(Block block, ClientNetwork network) {
        return block.put("ipv4-prefix", network.ipv4Prefix()).put("ipv6-prefix", network.ipv6Prefix());
    }

    private static Node probe(ProbeSpec probe) {
        return new Block()
                .put("path", probe.path())
                .putIfPresent("host", probe.host())
                .put("interval", probe.interval())
                .put("timeout", probe.timeout())
                .put("unhealthy-threshold", probe.unhealthyThreshold())
                .put("healthy-threshold", probe.healthyThreshold())
                .put(
                        "expected-status",
                        Block.list(probe.expectedStatus().stream()
                                .map(PoolWriter::status)
                                .toList()))
                .putIfPresent("expected-body", probe.expectedBody())
                .node();
    }

    private static Node status(StatusRange range) {
        return Block.word(range.first() == range.last() ? "" + range.first() : range.first() + "-" + range.last());
    }

    private static Node timeouts(TimeoutSpec timeouts) {
        return new Block()
                .put("connect", timeouts.connect())
                .putOrOff("first-byte", timeouts.firstByte())
                .putOrOff("idle", timeouts.idle())
                .putOrOff("total", timeouts.total())
                .node();
    }

    private static Node countOrOff(int count) {
        return Optional.of(count)
                .filter(n -> n > 0)
                .map(n -> Block.word(Integer.toString(n)))
                .orElseGet(() -> Block.word("off"));
    }
}
