// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chunks of a body octet by octet where it must (sizes) and in strides where it can (data). A state machine
 * without buffers, so that a size line may be cut anywhere. Confined to one event loop.
 */
final class ChunkScanner {
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_DIGITS = 64;
    private static final int MAX_EXTENSION = 4 * 1024;

    /** In all chunks of a body together: chunks of one byte with long extensions are nothing but work. */
    private static final int MAX_EXTENSIONS = 64 * 1024;

    /** What the next octet belongs to. */
    enum State {
        SIZE,
        /** White space between a size and its extension. */
        SPACE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        /** The last chunk was seen; trailer fields follow. */
        TRAILER
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    private int significant;
    private int extension;
    private int extensions;
    private boolean plain = true;

    State state() {
        return state;
    }

    /** Whether no octet of the current size line has been read. */
    boolean atBeginning() {
        return digits == 0;
    }

    /** Whether the next octet belongs to a size line. */
    boolean inSizeLine() {
        return state.compareTo(State.SIZE_LF) <= 0;
    }

    /** The bytes of the current chunk's data that are still to come. */
    long remaining() {
        return size;
    }

    /** Whether the size line just read can be forwarded as it stands: hexadecimal digits without leading zero, CR LF. */
    boolean sizeLineIsPlain() {
        return plain;
    }

    /** Notes that so many bytes of data have passed; at most {@link #remaining}. */
    void dataPassed(int bytes) {
        size -= bytes;
        if (size == 0) {
            state = State.DATA_CR;
        }
    }

    /**
     * Takes one octet that is not data.
     *
     * @return what is wrong with it; null when nothing is
     */
    @Nullable
    String accept(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case SPACE -> space(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> sizeEnd(b);
            case DATA_CR -> dataCr(b);
            case DATA_LF -> dataLf(b);
            case DATA, TRAILER -> throw new IllegalStateException("octet in state " + state);
        };
    }

    private @Nullable String dataCr(byte b) {
        state = State.DATA_LF;
        return b == '\r' ? null : "a chunk's data is longer than its size";
    }

    private @Nullable String dataLf(byte b) {
        state = State.SIZE;
        size = 0;
        digits = 0;
        significant = 0;
        extension = 0;
        plain = true;
        return b == '\n' ? null : "a chunk's data does not end in CR LF";
    }

    private @Nullable String size(byte b) {
        int digit = Character.digit((char) (b & 0xff), 16);
        if (digit >= 0 && b > 0) {
            significant += significant > 0 || digit > 0 ? 1 : 0;
            if (++digits > MAX_DIGITS || significant > MAX_SIZE_DIGITS) {
                return "a chunk's size has more than " + MAX_SIZE_DIGITS + " digits";
            }
            plain = digits == 1 ? digit != 0 : plain;
            size = size * 16 + digit;
            return null;
        }
        if (digits == 0) {
            return "a chunk's size is not a hexadecimal number";
        }
        if (b == '\r') {
            state = State.SIZE_LF;
            return null;
        }
        plain = false;
        return space(b);
    }

    private @Nullable String space(byte b) {
        boolean begins = b == ';';
        if (!begins && b != ' ' && b != '\t') {
            return "a chunk's size is not a hexadecimal number, or what follows it is no extension";
        }
        state = begins ? State.EXTENSION : State.SPACE;
        return longerExtension();
    }

    /** Extensions are read and dropped: nobody uses them, and a cache that sees them differently is an attack. */
    private @Nullable String extension(byte b) {
        if (b == '\r') {
            state = State.SIZE_LF;
            return null;
        }
        if (!Tokens.isFieldByte(b)) {
            return "a chunk extension holds a control character";
        }
        return longerExtension();
    }

    private @Nullable String longerExtension() {
        if (++extension > MAX_EXTENSION) {
            return "a chunk extension is longer than " + MAX_EXTENSION + " bytes";
        }
        return ++extensions > MAX_EXTENSIONS ? "the extensions of a body are longer than " + MAX_EXTENSIONS : null;
    }

    private @Nullable String sizeEnd(byte b) {
        if (b != '\n') {
            return "a chunk's size line does not end in CR LF";
        }
        state = size == 0 ? State.TRAILER : State.DATA;
        return null;
    }
}
