// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.mooring.lb.exchange.Attempt;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.exchange.ExchangeRecord.Place;
import dev.mooring.lb.exchange.ExchangeRecord.Request;
import dev.mooring.lb.exchange.ExchangeRecord.Timing;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the access log as JSON. Every line has every field, always in the same order; what does not apply is null.
 * Whatever a client sent stays inside its string and inside its line: only printable ASCII is written as it is. Stateless.
 */
final class AccessLogLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** All but printable ASCII is escaped: line breaks of Unicode, half characters, and codes that a terminal obeys. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new DeleteEscape())
            .build();

    private AccessLogLine() {}

    /** Appends the line of one exchange, line break included. */
    static void write(Instant time, ExchangeRecord record, ByteArrayOutputStream to) {
        write(to, json -> {
            json.writeStringField("time", TIME.format(time));
            request(json, record.request());
            place(json, record.place());
            json.writeArrayFieldStart("attempts");
            for (Attempt attempt : record.attempts()) {
                json.writeStartObject();
                json.writeStringField("backend", attempt.backend());
                failure(json, attempt.failure());
                json.writeBooleanField("reused", attempt.reused());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("status", record.status());
            failure(json, record.failure());
            Clock clock = record.clock();
            text(json, "clock", clock == null ? "" : clock.label());
            json.writeStringField("end", record.bodyEnd().label());
            json.writeBooleanField("stream", record.stream());
            json.writeNumberField("bytesIn", record.bytesFromClient());
            json.writeNumberField("bytesOut", record.bytesToClient());
            Timing timing = record.timing();
            millis(json, "connectMs", timing.connect());
            millis(json, "firstByteMs", timing.firstByte());
            millis(json, "totalMs", timing.total());
            text(json, "detail", record.detail());
        });
    }

    /** Appends the line that tells how many lines are missing here. */
    static void writeDropped(long lines, ByteArrayOutputStream to) {
        write(to, json -> json.writeNumberField("dropped", lines));
    }

    private static void request(JsonGenerator json, Request request) throws IOException {
        json.writeStringField("client", request.client().getHostAddress());
        text(json, "method", request.method());
        text(json, "host", request.host());
        text(json, "path", request.path());
        json.writeBooleanField("query", request.hasQuery());
    }

    private static void place(JsonGenerator json, Place place) throws IOException {
        text(json, "listener", place.listener());
        text(json, "route", place.route());
        text(json, "pool", place.pool());
        text(json, "backend", place.backend());
        json.writeStringField("reason", TagValues.of(place.reason()));
        json.writeStringField("why", TagValues.of(place.why()));
    }

    private static void failure(JsonGenerator json, @Nullable Failure failure) throws IOException {
        text(json, "failure", failure == null ? "" : failure.label());
    }

    private static void text(JsonGenerator json, String field, String value) throws IOException {
        if (value.isEmpty()) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, value);
        }
    }

    private static void millis(JsonGenerator json, String field, long nanos) throws IOException {
        if (nanos < 0) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, BigDecimal.valueOf(nanos / 1000, 3));
        }
    }

    private static void write(OutputStream to, Fields fields) {
        try (JsonGenerator json = JSON.createGenerator(to)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
