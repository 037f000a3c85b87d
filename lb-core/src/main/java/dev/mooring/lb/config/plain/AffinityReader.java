// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
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
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what keeps a client on its backend: a mechanism's name, or a map with one mechanism and the policies. */
final class AffinityReader {
    private static final Key<Cookie> COOKIE =
            Key.optional("cookie", CookieReader.FORM, "not used", "A cookie of the balancer's own keeps the client.");
    private static final Key<ClientIpHash> CLIENT_IP_HASH = Key.optional(
            "client-ip-hash",
            ClientAddressReader.HASH,
            "not used",
            "The client's address, hashed, keeps it: nothing is remembered.");
    private static final Key<ClientIpTable> CLIENT_IP_TABLE = Key.optional(
            "client-ip-table",
            ClientAddressReader.TABLE,
            "not used",
            "The client's address, remembered from its first request on, keeps it.");
    private static final Key<Header> HEADER = Key.optional(
            "header", SessionIdReader.HEADER, "not used", "The value of a request header, hashed, keeps the client.");
    private static final Key<Learned> LEARNED = Key.optional(
            "learned",
            SessionIdReader.LEARNED,
            "not used",
            "A session id that the application itself gave out keeps the client.");
    private static final Key<IssuedHeader> ISSUED_HEADER = Key.optional(
            "issued-header",
            SessionIdReader.ISSUED,
            "not used",
            "A signed response header that the client sends back keeps it, where cookies are of no use.");
    private static final Key<HashRing> HASH_RING = Key.optional(
            "hash-ring",
            HashRingReader.FORM,
            "not used",
            "A text made of the request, hashed onto a ring as ingress-nginx does it, keeps the client.");
    private static final Key<WhenUnavailable> WHEN_UNAVAILABLE = Key.of(
            "when-unavailable",
            Forms.choice(WhenUnavailable.class),
            "redistribute",
            "What becomes of a client whose backend cannot serve: another backend, or 503.");
    private static final Key<WhenBack> WHEN_BACK = Key.of(
            "when-back",
            Forms.choice(WhenBack.class),
            "stay",
            "Where a moved client goes when its first backend serves again. Hashing always returns.");
    private static final Key<WhenFailed> WHEN_FAILED = Key.of(
            "when-failed",
            Forms.choice(WhenFailed.class),
            "move",
            "Where a request goes when its client's backend fails it: to another one, or to the same again.");

    private static final List<Key<? extends Mechanism>> MECHANISMS =
            List.of(COOKIE, CLIENT_IP_HASH, CLIENT_IP_TABLE, HEADER, LEARNED, ISSUED_HEADER, HASH_RING);

    static final Section SECTION = Section.of(
            "pools.NAME.affinity",
            COOKIE,
            CLIENT_IP_HASH,
            CLIENT_IP_TABLE,
            HEADER,
            LEARNED,
            ISSUED_HEADER,
            HASH_RING,
            WHEN_UNAVAILABLE,
            WHEN_BACK,
            WHEN_FAILED);

    private AffinityReader() {}

    static Optional<AffinitySpec> read(Spot spot) {
        return spot.node() instanceof MapNode
                ? MapReader.read(spot, SECTION, AffinityReader::read)
                : Forms.choice(Name.class).read(spot).map(name -> AffinitySpec.of(defaults(name)));
    }

    private static Optional<AffinitySpec> read(MapReader map) {
        List<Optional<? extends Mechanism>> read = new ArrayList<>();
        MECHANISMS.forEach(key -> read.add(map.find(key)));
        WhenUnavailable whenUnavailable = map.get(WHEN_UNAVAILABLE);
        WhenBack whenBack = map.get(WHEN_BACK);
        WhenFailed whenFailed = map.get(WHEN_FAILED);
        if (!OneOf.check(map, "affinity is one mechanism", MECHANISMS.toArray(Key<?>[]::new))) {
            return Optional.empty();
        }
        return read.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .map(mechanism -> new AffinitySpec(mechanism, whenUnavailable, whenBack, whenFailed));
    }

    private static Mechanism defaults(Name name) {
        return switch (name) {
            case NONE -> new None();
            case COOKIE -> Cookie.DEFAULT;
            case CLIENT_IP_HASH -> new ClientIpHash(ClientNetwork.DEFAULT);
            case CLIENT_IP_TABLE ->
                new ClientIpTable(
                        ClientNetwork.DEFAULT, ClientIpTable.DEFAULT_TIMEOUT, ClientIpTable.DEFAULT_MAX_ENTRIES);
        };
    }

    /** The mechanisms that need no further word. */
    private enum Name {
        NONE,
        COOKIE,
        CLIENT_IP_HASH,
        CLIENT_IP_TABLE
    }
}
