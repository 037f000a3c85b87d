// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** {@code GET /page/config}: what the page cannot know by itself. */
public final class PageConfigEndpoint implements Endpoint {
    private final String server;
    private final @Nullable URI dashboard;

    /**
     * @param server the server's name
     * @param dashboard the balancer's admin listener; null when there is none
     */
    public PageConfigEndpoint(String server, @Nullable URI dashboard) {
        this.server = server;
        this.dashboard = dashboard;
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.answer(HttpResponseStatus.OK, out -> {
            out.writeStringField("server", server);
            out.writeStringField("dashboard", dashboard == null ? null : dashboard.toString());
        });
    }
}
