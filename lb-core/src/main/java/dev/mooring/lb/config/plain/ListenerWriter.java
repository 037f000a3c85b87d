// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteOrder;
import java.util.List;

/** Writes a listener in Mooring's own form. */
final class ListenerWriter {
    private ListenerWriter() {}

    /** The address alone if that is all there is to say. */
    static Node listener(ListenerSpec listener, Secrets secrets) {
        Node address = PlainWriter.address(listener.host(), listener.port());
        if (listener.equals(new ListenerSpec(listener.name(), listener.host(), listener.port()))) {
            return address;
        }
        Block block = new Block().put("address", address);
        if (listener.profile() != Profile.PLAIN) {
            block.put("profile", listener.profile().label());
        }
        if (listener.routeOrder() != RouteOrder.MOST_SPECIFIC) {
            block.put("route-order", Labels.of(listener.routeOrder()));
        }
        listener.tls().ifPresent(tls -> block.put("tls", TlsWriter.listener(tls, secrets)));
        if (listener.h2c()) {
            block.put("h2c", true);
        }
        listener.publicPort().ifPresent(port -> block.put("public-port", port));
        if (listener.proxyProtocol()) {
            block.put("proxy-protocol", true);
        }
        if (!listener.errorPages().isEmpty()) {
            List<Node> pages =
                    listener.errorPages().stream().map(ListenerWriter::page).toList();
            block.put("error-pages", Block.list(pages));
        }
        return block.node();
    }

    private static Node page(ErrorPageSpec page) {
        return new Block()
                .put("status", page.status())
                .put("content-type", page.contentType())
                .put("body", page.body())
                .node();
    }
}
