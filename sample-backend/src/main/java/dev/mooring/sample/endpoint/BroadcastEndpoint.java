// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.events.Event;
import dev.mooring.sample.events.EventLog;
import dev.mooring.sample.events.Streams;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Problem;
import dev.mooring.sample.http.SmallBody;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** {@code POST /api/events}: says the body, text or JSON, to all streams. */
public final class BroadcastEndpoint implements Endpoint {
    private static final int MAX_BYTES = 64 << 10;

    private final EventLog log;
    private final Streams streams;

    /**
     * @param log where the event is added
     * @param streams who will hear it
     */
    public BroadcastEndpoint(EventLog log, Streams streams) {
        this.log = log;
        this.streams = streams;
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.readBody(new SmallBody(MAX_BYTES, body -> broadcast(exchange, decode(body))));
    }

    private void broadcast(Exchange exchange, String text) {
        if (text.isEmpty()) {
            throw Problem.badRequest("the body is empty (expected: the text of the event; browsers ignore empty ones)");
        }
        int listening = streams.count();
        Event event = log.broadcast(text);
        exchange.answer(HttpResponseStatus.ACCEPTED, out -> {
            out.writeStringField("id", log.id(event.number()).toString());
            out.writeNumberField("streams", listening);
        });
    }

    /** An event stream is always UTF-8; replacing what is not would change the message without a word. */
    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("the body is not valid UTF-8");
        }
    }
}
