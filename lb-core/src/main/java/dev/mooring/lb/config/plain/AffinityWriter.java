// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.HashRing;
import dev.mooring.lb.model.AffinitySpec.Header;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.model.AffinitySpec.None;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenFailed;
import dev.mooring.lb.model.Labels;

/** Writes what keeps a client on its backend in Mooring's own form. */
final class AffinityWriter {
    private AffinityWriter() {}

    static Node affinity(AffinitySpec affinity) {
        if (affinity.mechanism() instanceof None) {
            return Block.word("none");
        }
        Block block = new Block();
        mechanism(block, affinity.mechanism());
        block.put("when-unavailable", Labels.of(affinity.whenUnavailable()));
        Mechanism of = affinity.mechanism();
        boolean hashing = of instanceof ClientIpHash || of instanceof Header || of instanceof HashRing;
        if (!hashing || affinity.whenBack() != WhenBack.STAY) {
            // Hashing cannot stay; to write it would only earn the reader a warning.
            block.put("when-back", Labels.of(affinity.whenBack()));
        }
        if (affinity.whenFailed() != WhenFailed.MOVE) {
            block.put("when-failed", Labels.of(affinity.whenFailed()));
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
        } else if (mechanism instanceof IssuedHeader header) {
            block.put("issued-header", new Block().put("name", header.name()).node());
        } else if (mechanism instanceof HashRing ring) {
            block.put(
                    "hash-ring",
                    new Block()
                            .put("template", ring.template())
                            .put("subset-size", PoolWriter.countOrOff(ring.subsetSize()))
                            .node());
        }
    }

    private static Node cookie(Cookie cookie) {
        Block block = new Block()
                .put("name", cookie.name())
                .put("path", cookie.path())
                .putIfPresent("domain", cookie.domain());
        cookie.maxAge().ifPresent(age -> block.put("max-age", age));
        block.put("secure", Labels.of(cookie.secure()))
                .put("http-only", cookie.httpOnly())
                .put("same-site", cookie.sameSite().map(Labels::of).orElse("unset"));
        if (cookie.style() != Cookie.Style.SIGNED) {
            block.put("style", Labels.of(cookie.style()));
        }
        if (!cookie.salt().isEmpty()) {
            block.put("salt", cookie.salt());
        }
        cookie.expires().ifPresent(expires -> block.put("expires", expires));
        if (cookie.noneOnlyIfUnderstood()) {
            block.put("none-only-if-understood", true);
        }
        return block.node();
    }

    private static Block network(Block block, ClientNetwork network) {
        return block.put("ipv4-prefix", network.ipv4Prefix()).put("ipv6-prefix", network.ipv6Prefix());
    }
}
