// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mooring.sample.events.EventId;
import dev.mooring.sample.events.EventStream;
import dev.mooring.sample.events.Streams;
import dev.mooring.sample.http.Connections;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.io.IOException;

/** {@code GET /api/connections}: who is connected, and how far each stream is. */
public final class ConnectionsEndpoint implements Endpoint {
    private final String server;
    private final Connections connections;
    private final Streams streams;

    /**
     * @param server the server's name
     * @param connections all connections
     * @param streams the event streams among them
     */
    public ConnectionsEndpoint(String server, Connections connections, Streams streams) {
        this.server = server;
        this.connections = connections;
        this.streams = streams;
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.answer(HttpResponseStatus.OK, out -> {
            out.writeStringField("server", server);
            out.writeObjectFieldStart("counts");
            out.writeNumberField("connections", connections.count());
            out.writeNumberField("connectionsAccepted", connections.accepted());
            out.writeNumberField("requests", connections.requests());
            out.writeNumberField("streams", streams.count());
            out.writeNumberField("streamsOpened", streams.opened());
            out.writeNumberField("streamsStale", streams.stale());
            out.writeNumberField("streamsDropped", streams.dropped());
            out.writeEndObject();
            out.writeArrayFieldStart("streams");
            for (EventStream stream : streams.open()) {
                write(out, stream);
            }
            out.writeEndArray();
        });
    }

    private static void write(JsonGenerator out, EventStream stream) throws IOException {
        Exchange exchange = stream.exchange();
        out.writeStartObject();
        out.writeStringField("id", exchange.connectionName());
        out.writeStringField("remote", NetUtil.toSocketAddressString(exchange.clientAddress()));
        out.writeNumberField("ageMs", stream.ageMillis());
        out.writeNumberField("intervalMs", stream.intervalMillis());
        out.writeNumberField("eventsSent", stream.eventsSent());
        EventId lastId = stream.lastId();
        out.writeStringField("lastEventId", lastId == null ? null : lastId.toString());
        out.writeNumberField("pendingBytes", exchange.pendingBytes());
        out.writeEndObject();
    }
}
