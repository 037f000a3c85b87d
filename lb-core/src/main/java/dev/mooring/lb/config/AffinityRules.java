// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.http.Tokens;
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
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import java.util.Locale;

/** Rules of affinity. */
final class AffinityRules {
    private static final int MAX_ENTRIES = 10_000_000;
    private static final int MAX_SUBSET = 1000;

    private AffinityRules() {}

    static void check(AffinitySpec affinity, KeyPath path, Findings findings) {
        Mechanism mechanism = affinity.mechanism();
        if (mechanism instanceof Cookie cookie) {
            CookieRules.check(cookie, path.child("cookie"), findings);
        } else if (mechanism instanceof ClientIpHash hash) {
            checkNetwork(hash.network(), path.child("client-ip-hash"), findings);
        } else if (mechanism instanceof ClientIpTable table) {
            checkTable(table, path.child("client-ip-table"), findings);
        } else if (mechanism instanceof Header header) {
            checkToken(path.child("header").child("name"), header.name(), "a header name", findings);
        } else if (mechanism instanceof Learned learned) {
            checkLearned(learned, path.child("learned"), findings);
        } else if (mechanism instanceof IssuedHeader header) {
            checkToken(path.child("issued-header").child("name"), header.name(), "a header name", findings);
        } else if (mechanism instanceof HashRing ring) {
            checkRing(ring, path.child("hash-ring"), findings);
        }
        checkWhenBack(affinity, path, findings);
    }

    private static void checkWhenBack(AffinitySpec affinity, KeyPath path, Findings findings) {
        Mechanism mechanism = affinity.mechanism();
        boolean hashing =
                mechanism instanceof ClientIpHash || mechanism instanceof Header || mechanism instanceof HashRing;
        KeyPath whenBack = path.child("when-back");
        if (hashing && affinity.whenBack() == WhenBack.STAY && findings.isWritten(whenBack)) {
            String expected = "return, or client-ip-table, which remembers";
            findings.report(
                    DiagnosticCode.IGNORED_SETTING,
                    whenBack,
                    "hashing remembers nothing to stay with",
                    "stay",
                    expected);
        }
    }

    private static void checkTable(ClientIpTable table, KeyPath path, Findings findings) {
        checkNetwork(table.network(), path, findings);
        findings.range(path.child("timeout"), table.timeout(), ClientIpTable.MIN_TIMEOUT, ClientIpTable.MAX_TIMEOUT);
        findings.range(path.child("max-entries"), table.maxEntries(), 1, MAX_ENTRIES);
    }

    private static void checkLearned(Learned learned, KeyPath path, Findings findings) {
        String source = learned.source().name().toLowerCase(Locale.ROOT);
        checkToken(path.child(source), learned.name(), "a " + source + " name", findings);
        findings.positive(path.child("timeout"), learned.timeout());
        findings.range(path.child("max-entries"), learned.maxEntries(), 1, MAX_ENTRIES);
    }

    private static void checkRing(HashRing ring, KeyPath path, Findings findings) {
        boolean fine = !ring.template().isEmpty() && ring.template().chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        if (!fine) {
            findings.badValue(path.child("template"), ring.template(), "ASCII text such as $request_uri");
        }
        findings.range(path.child("subset-size"), ring.subsetSize(), 0, MAX_SUBSET);
    }

    private static void checkNetwork(ClientNetwork network, KeyPath path, Findings findings) {
        findings.range(path.child("ipv4-prefix"), network.ipv4Prefix(), 0, 32);
        findings.range(path.child("ipv6-prefix"), network.ipv6Prefix(), 0, 128);
    }

    static void checkToken(KeyPath path, String name, String expected, Findings findings) {
        if (!Tokens.isToken(name)) {
            findings.badValue(path, name, expected + ": letters, digits and !#$%&'*+-.^_`|~");
        }
    }
}
