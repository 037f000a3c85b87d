// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the admin listener. Immutable.
 *
 * @param status the status
 * @param contentType what the body is
 * @param body the body; sent as UTF-8
 * @param headers further header fields; length, caching and the fields that protect browsers are added when it is sent
 */
public record AdminResponse(int status, String contentType, String body, Map<String, String> headers) {
    private static final JsonFactory JSON = new JsonFactory();

    public AdminResponse {
        headers = Map.copyOf(headers);
    }

    /** Writes a JSON value. */
    @FunctionalInterface
    public interface JsonValue {
        /** Writes exactly one value. */
        void write(JsonGenerator json) throws IOException;
    }

    /** Any text. */
    public static AdminResponse text(int status, String contentType, String body) {
        return new AdminResponse(status, contentType, body, Map.of());
    }

    /** A JSON value. */
    public static AdminResponse json(int status, JsonValue value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            value.write(json);
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return text(status, "application/json", out.toString());
    }

    /** {@code {"error": message}}; the message says what was found and what was expected. */
    public static AdminResponse error(int status, String message) {
        return json(status, json -> {
            json.writeStartObject();
            json.writeStringField("error", message);
            json.writeEndObject();
        });
    }

    /** The same with one more header field. */
    public AdminResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new AdminResponse(status, contentType, body, more);
    }
}
