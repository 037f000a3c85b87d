// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message in their order, duplicates kept. One array of bytes and one of positions, so that a head
 * of twenty fields costs two allocations and is copied without becoming twenty strings. Values are octets (RFC 9110, 5.5);
 * as strings they are ISO-8859-1. Immutable once it is built; safe from any thread.
 */
public final class Headers {
    /** No fields at all. */
    public static final Headers EMPTY = new Headers(new byte[0], new int[0], 0, 0);

    private static final int STRIDE = 5;

    private final byte[] bytes;
    // For each field: hash of the lower-case name, name start, name end, value start, value end.
    private final int[] fields;
    private final int size;
    // One bit for each name that is there, by its hash: most names that are looked for are not.
    private final long names;

    private Headers(byte[] bytes, int[] fields, int size, long names) {
        this.bytes = bytes;
        this.fields = fields;
        this.size = size;
        this.names = names;
    }

    private static long bit(int hash) {
        return 1L << (hash ^ hash >>> 6);
    }

    static int mix(int hash, byte b) {
        return hash * 31 + lower(b);
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    /** The number of fields. */
    public int size() {
        return size;
    }

    /** The name of field {@code i} as it was written. */
    public String name(int i) {
        return text(fields[i * STRIDE + 1], fields[i * STRIDE + 2]);
    }

    /** The value of field {@code i}, without white space around it. */
    public String value(int i) {
        return text(fields[i * STRIDE + 3], fields[i * STRIDE + 4]);
    }

    /** Whether field {@code i} has this name. */
    public boolean is(int i, HeaderName name) {
        int at = i * STRIDE;
        return fields[at] == name.hash() && name.matches(bytes, fields[at + 1], fields[at + 2]);
    }

    /** The first field of this name at or after {@code from}, or -1. */
    public int indexOf(HeaderName name, int from) {
        int hash = name.hash();
        if ((names & bit(hash)) == 0) {
            return -1;
        }
        for (int i = from; i < size; i++) {
            if (fields[i * STRIDE] == hash && is(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is a field of this name. */
    public boolean contains(HeaderName name) {
        return indexOf(name, 0) >= 0;
    }

    /** The value of the first field of this name; null when there is none. */
    public @Nullable String first(HeaderName name) {
        int i = indexOf(name, 0);
        return i < 0 ? null : value(i);
    }

    /** The values of all fields of this name, in order. */
    public List<String> all(HeaderName name) {
        List<String> values = new ArrayList<>(2);
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            values.add(value(i));
        }
        return values;
    }

    /** Whether a field of this name lists {@code token} (compared without case) among its comma-separated members. */
    public boolean listContains(HeaderName name, String token) {
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            if (Lists.contains(value(i), token)) {
                return true;
            }
        }
        return false;
    }

    /** The octets behind the fields, shared and not to be changed; see {@link #nameStart} and its siblings. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the name of field {@code i} begins in {@link #bytes}. */
    public int nameStart(int i) {
        return fields[i * STRIDE + 1];
    }

    /** Where the name of field {@code i} ends in {@link #bytes}. */
    public int nameEnd(int i) {
        return fields[i * STRIDE + 2];
    }

    /** Where the value of field {@code i} begins in {@link #bytes}. */
    public int valueStart(int i) {
        return fields[i * STRIDE + 3];
    }

    /** Where the value of field {@code i} ends in {@link #bytes}. */
    public int valueEnd(int i) {
        return fields[i * STRIDE + 4];
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** For people: one {@code name: value} a line. Never for a log, since it has every secret in it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(name(i)).append(": ").append(value(i)).append('\n');
        }
        return text.toString();
    }

    /** Fields given as name, value, name, value: for tests and for the answers that Mooring writes itself. */
    public static Headers of(String... namesAndValues) {
        Builder builder = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** Collects the positions of fields within one array of bytes that a parser owns. Not thread-safe. */
    public static final class Index {
        private int[] fields = new int[16 * STRIDE];
        private int size;
        private long names;

        /** Notes a field; {@code hash} is the {@link #hash} of its name. */
        public void add(int hash, int nameStart, int nameEnd, int valueStart, int valueEnd) {
            int at = size * STRIDE;
            if (at == fields.length) {
                fields = Arrays.copyOf(fields, fields.length * 2);
            }
            fields[at] = hash;
            names |= bit(hash);
            fields[at + 1] = nameStart;
            fields[at + 2] = nameEnd;
            fields[at + 3] = valueStart;
            fields[at + 4] = valueEnd;
            size++;
        }

        /** The number of fields noted. */
        public int size() {
            return size;
        }

        /** Forgets all fields, to be used for the next head. */
        public void clear() {
            size = 0;
            names = 0;
        }

        /** The fields noted, over the octets given, which the caller must not change any more. */
        public Headers over(byte[] bytes) {
            return size == 0 ? EMPTY : new Headers(bytes, Arrays.copyOf(fields, size * STRIDE), size, names);
        }

        /** Continues a hash of a name with one more octet; a name's hash begins at 0. */
        public static int hash(int hash, byte next) {
            return mix(hash, next);
        }
    }

    /** Builds fields from strings. Not thread-safe. */
    public static final class Builder {
        private final Index index = new Index();
        private final StringBuilder text = new StringBuilder();

        /**
         * Adds a field.
         *
         * @throws IllegalArgumentException if the name is not a token, or the value holds a control character (CR, LF, NUL)
         */
        public Builder add(String name, String value) {
            HeaderName checked = HeaderName.of(name);
            if (!Tokens.isFieldValue(value)) {
                throw new IllegalArgumentException(
                        "value of header " + name + " holds a control character (expected: visible ISO-8859-1 text)");
            }
            int nameStart = text.length();
            text.append(name);
            int nameEnd = text.length();
            text.append(value);
            index.add(checked.hash(), nameStart, nameEnd, nameEnd, text.length());
            return this;
        }

        /** The fields added so far. */
        public Headers build() {
            return index.over(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
