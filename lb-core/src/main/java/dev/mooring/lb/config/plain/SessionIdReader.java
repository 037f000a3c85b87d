// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.model.AffinitySpec.Header;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.Learned.Source;
import java.time.Duration;
import java.util.Optional;

/** Reads the mechanisms that know a client by an id in its requests. */
final class SessionIdReader {
    private static final Key<String> NAME = Key.required("name", Forms.TEXT, "The header's name.");
    private static final Key<String> IN_HEADER = Key.optional(
            "header", Forms.TEXT, "none", "The header that holds the id, such as `Mcp-Session-Id`; or else `cookie`.");
    private static final Key<String> IN_COOKIE = Key.optional(
            "cookie", Forms.TEXT, "none", "The cookie that holds the id, such as `JSESSIONID`; or else `header`.");
    private static final Key<Duration> TIMEOUT =
            Key.of("timeout", Forms.DURATION, "3h", "How long after its last use an id is forgotten.");
    private static final Key<Integer> MAX_ENTRIES = Key.of(
            "max-entries", Forms.NUMBER, "100000", "How many ids are remembered; the least recently used goes first.");

    static final Section HEADER_SECTION = Section.of("pools.NAME.affinity.header", NAME);
    static final Section LEARNED_SECTION =
            Section.of("pools.NAME.affinity.learned", IN_HEADER, IN_COOKIE, TIMEOUT, MAX_ENTRIES);

    static final Section ISSUED_SECTION = Section.of("pools.NAME.affinity.issued-header", NAME);

    static final Form<Header> HEADER = new Form<>(
            "map",
            spot -> MapReader.read(spot, HEADER_SECTION, map -> map.need(NAME).map(Header::new)));
    static final Form<IssuedHeader> ISSUED = new Form<>(
            "map",
            spot -> MapReader.read(spot, ISSUED_SECTION, map -> map.need(NAME).map(IssuedHeader::new)));
    static final Form<Learned> LEARNED =
            new Form<>("map", spot -> MapReader.read(spot, LEARNED_SECTION, SessionIdReader::learned));

    private SessionIdReader() {}

    private static Optional<Learned> learned(MapReader map) {
        Optional<String> header = map.find(IN_HEADER);
        Optional<String> cookie = map.find(IN_COOKIE);
        Duration timeout = map.get(TIMEOUT);
        int maxEntries = map.get(MAX_ENTRIES);
        if (map.node(IN_HEADER).isPresent() == map.node(IN_COOKIE).isPresent()) {
            String found = map.node(IN_HEADER).isPresent() ? "both" : "none";
            map.spot()
                    .report(
                            DiagnosticCode.BAD_VALUE,
                            "an id stands in one place",
                            found,
                            "one of header or cookie",
                            "");
            return Optional.empty();
        }
        return header.map(name -> new Learned(Source.HEADER, name, timeout, maxEntries))
                .or(() -> cookie.map(name -> new Learned(Source.COOKIE, name, timeout, maxEntries)));
    }
}
