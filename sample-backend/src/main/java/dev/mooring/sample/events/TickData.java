// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import dev.mooring.sample.http.Json;
import java.nio.charset.StandardCharsets;

/** The JSON that a tick carries, made for one stream. */
final class TickData {
    /** {@code ,"pad":""} */
    private static final int EMPTY_PAD = 9;

    private TickData() {}

    /**
     * Writes the data, padded to {@code size} bytes when it is shorter.
     *
     * @param connection the name of the connection it is sent on
     */
    static String json(String server, Event.Tick tick, String connection, int size) {
        String plain = json(server, tick, connection, "");
        int missing = size - plain.length() - EMPTY_PAD;
        return missing <= 0 ? plain : json(server, tick, connection, "x".repeat(missing));
    }

    private static String json(String server, Event.Tick tick, String connection, String pad) {
        byte[] json = Json.object(out -> {
            out.writeStringField("server", server);
            out.writeNumberField("n", tick.number());
            out.writeNumberField("previous", tick.previous());
            out.writeStringField("time", tick.time().toString());
            out.writeStringField("connection", connection);
            if (!pad.isEmpty()) {
                out.writeStringField("pad", pad);
            }
        });
        return new String(json, StandardCharsets.UTF_8);
    }
}
