// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.http.Request;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the id a client wants to go on after. */
final class LastEventId {
    private LastEventId() {}

    /**
     * The id as it was sent; null when there is none. The header wins: a page that put an id into the URL keeps that URL
     * for ever, while the browser adds a newer header to each reconnect.
     */
    static @Nullable String of(Request request) {
        String header = request.header("Last-Event-ID");
        if (header != null && !header.isEmpty()) {
            // Browsers send the id as UTF-8 bytes, which arrive as one character each.
            return new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
        String parameter = request.query("lastEventId");
        String id = parameter != null ? parameter : request.query("Last-Event-ID");
        return id == null || id.isEmpty() ? null : id;
    }
}
