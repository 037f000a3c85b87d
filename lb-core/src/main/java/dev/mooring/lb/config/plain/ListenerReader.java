// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.TlsSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a listener: its address alone, or a map. */
final class ListenerReader {
    private static final Key<HostPort> ADDRESS = Key.required(
            "address",
            Forms.ADDRESS,
            "Where to listen; port 0 for any free one. The address alone may stand for the map.");
    private static final Key<Profile> PROFILE =
            Key.of("profile", Forms.choice(Profile.class), "plain", "Whose habits it has.");
    private static final Key<RouteOrder> ROUTE_ORDER = Key.of(
            "route-order",
            Forms.choice(RouteOrder.class),
            "most-specific",
            "Which of several matching routes is taken; `first` is the one that stands first, whatever it looks like.");
    private static final Key<TlsSpec> TLS = Key.optional(
            "tls",
            new Form<>("`local` or map", TlsReader::read),
            "plain text",
            "How it speaks TLS; `local` stands for a certificate of Mooring's local authority.");
    private static final Key<Boolean> H2C = Key.of(
            "h2c",
            Forms.FLAG,
            "false",
            "Whether a plain-text client that knows it may begin with HTTP/2 (RFC 9113, 3.3).");
    private static final Key<Integer> PUBLIC_PORT = Key.optional(
            "public-port",
            Forms.NUMBER,
            "the local one",
            "The port that clients of the imitated gateway see, for forwarded header fields and redirects.");
    private static final Key<Boolean> PROXY_PROTOCOL = Key.of(
            "proxy-protocol",
            Forms.FLAG,
            "false",
            "Whether connections from `trusted-proxies` begin with the header of the PROXY protocol (v1 or v2), which then names the client.");
    private static final Key<List<ErrorPageSpec>> ERROR_PAGES = Key.optional(
            "error-pages",
            Form.list(new Form<>("map", ListenerReader::errorPage)),
            "none",
            "Pages that stand for the balancer's own ones.");

    private static final Key<Integer> STATUS =
            Key.required("status", Forms.NUMBER, "The status that the page stands for, 400 to 599.");
    private static final Key<String> CONTENT_TYPE =
            Key.of("content-type", Forms.TEXT, "text/html", "The media type of the page.");
    private static final Key<String> BODY = Key.required("body", Forms.TEXT, "The text of the page, up to 1MiB.");

    static final Section SECTION = Section.of(
            "listeners.NAME", ADDRESS, PROFILE, ROUTE_ORDER, TLS, H2C, PUBLIC_PORT, PROXY_PROTOCOL, ERROR_PAGES);
    static final Section ERROR_PAGE_SECTION = Section.of("listeners.NAME.error-pages[]", STATUS, CONTENT_TYPE, BODY);

    private ListenerReader() {}

    /** Reads the listener that has the last segment of the path as its name. */
    static Optional<ListenerSpec> read(Spot spot) {
        String name = spot.path().segments().get(spot.path().segments().size() - 1);
        if (!(spot.node() instanceof MapNode)) {
            return Forms.ADDRESS.read(spot).map(at -> new ListenerSpec(name, at.host(), at.port()));
        }
        return MapReader.read(spot, SECTION, map -> {
            Optional<HostPort> address = map.need(ADDRESS);
            Profile profile = map.get(PROFILE);
            RouteOrder order = map.get(ROUTE_ORDER);
            Optional<TlsSpec> tls = map.find(TLS);
            boolean h2c = map.get(H2C);
            OptionalInt publicPort = map.find(PUBLIC_PORT).map(OptionalInt::of).orElse(OptionalInt.empty());
            boolean proxyProtocol = map.get(PROXY_PROTOCOL);
            List<ErrorPageSpec> pages = map.list(ERROR_PAGES);
            return address.map(at -> new ListenerSpec(
                    name, at.host(), at.port(), profile, order, tls, h2c, publicPort, proxyProtocol, pages));
        });
    }

    private static Optional<ErrorPageSpec> errorPage(Spot spot) {
        return MapReader.read(spot, ERROR_PAGE_SECTION, map -> {
            Optional<Integer> status = map.need(STATUS);
            String type = map.get(CONTENT_TYPE);
            Optional<String> body = map.need(BODY);
            return status.flatMap(code -> body.map(text -> new ErrorPageSpec(code, type, text)));
        });
    }
}
