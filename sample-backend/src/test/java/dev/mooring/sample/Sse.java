// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import java.util.ArrayList;
import java.util.List;

/** Reads an event stream by the rules of the HTML standard, as far as these tests need them. */
final class Sse {
    private Sse() {}

    /** One dispatched event. */
    record Message(String type, String id, String data) {
        long number() {
            return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
        }
    }

    /** The events in a whole, unchunked response; an unfinished block at the end is dropped, as a browser does. */
    static List<Message> messages(String response) {
        String body = response.substring(response.indexOf("\r\n\r\n") + 4);
        List<Message> found = new ArrayList<>();
        int start = 0;
        for (int end = body.indexOf("\n\n"); end >= 0; end = body.indexOf("\n\n", start)) {
            Message message = block(body.substring(start, end));
            if (!message.data().isEmpty()) {
                found.add(message);
            }
            start = end + 2;
        }
        return found;
    }

    private static Message block(String text) {
        String type = "message";
        String id = "";
        List<String> data = new ArrayList<>();
        for (String line : text.split("\r\n|\r|\n", -1)) {
            if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            }
        }
        return new Message(type, id, String.join("\n", data));
    }
}
