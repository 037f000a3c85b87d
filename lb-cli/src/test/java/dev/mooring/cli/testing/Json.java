// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value that can be asked for what is in it; what is not there is a value too, {@code null}. Immutable. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final @Nullable Object value;

    private Json(@Nullable Object value) {
        this.value = value;
    }

    /** Reads one value; throws if the text is anything else. */
    public static Json parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Json read = new Json(read(parser));
            if (parser.nextToken() != null) {
                throw new IOException("more than one value");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, read(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(read(parser));
                }
                yield array;
            }
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    /** A text as JSON has it, with its quotes. */
    public static String quoted(String text) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeString(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** What an object has under this name. */
    public Json get(String name) {
        return new Json(value instanceof Map<?, ?> object ? object.get(name) : null);
    }

    /** The elements of an array; none of anything else. */
    public List<Json> list() {
        return value instanceof List<?> array
                ? array.stream().<Json>map(Json::new).toList()
                : List.of();
    }

    /** Whether there is nothing. */
    public boolean isNull() {
        return value == null;
    }

    /** As text; "null" for nothing. */
    public String text() {
        return String.valueOf(value);
    }

    /** As a number; throws if it is none. */
    public int number() {
        if (value instanceof Double number) {
            return number.intValue();
        }
        throw new AssertionError("not a number: " + value);
    }

    /** Whether it is {@code true}. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    @Override
    public String toString() {
        return text();
    }
}
