// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What one client sees of its stream: the head, chunks, and the numbered events in them. Says what is wrong by throwing. */
final class SseStream {
    private static final int KEPT = 64;

    private final SseLoad load;
    private final StringBuilder head = new StringBuilder();
    private final byte[] line = new byte[KEPT];
    private int lineLength;
    private State state = State.HEAD;
    private long chunk;
    private long last;

    private enum State {
        HEAD,
        SIZE,
        DATA,
        AFTER_DATA
    }

    SseStream(SseLoad load) {
        this.load = load;
    }

    /** Takes what was read. */
    void read(ByteBuffer in, long now) throws BrokenException {
        while (in.hasRemaining()) {
            byte b = in.get();
            switch (state) {
                case HEAD -> head(b);
                case SIZE -> size(b);
                case DATA -> data(b, now);
                case AFTER_DATA -> {
                    if (b == '\n') {
                        state = State.SIZE;
                    }
                }
            }
        }
    }

    private void head(byte b) throws BrokenException {
        head.append((char) b);
        int length = head.length();
        if (b == '\n' && length > 3 && head.charAt(length - 3) == '\n') {
            String text = head.toString().toLowerCase(Locale.ROOT);
            if (!text.startsWith("http/1.1 200") || !text.contains("transfer-encoding: chunked")) {
                throw new BrokenException("not a chunked 200: " + head);
            }
            load.answered();
            head.setLength(0);
            head.trimToSize();
            state = State.SIZE;
        }
    }

    private void size(byte b) throws BrokenException {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            chunk = chunk * 16 + digit;
        } else if (b == '\n') {
            if (chunk == 0) {
                throw new BrokenException("the body has ended");
            }
            state = State.DATA;
        } else if (b != '\r') {
            throw new BrokenException("not a chunk size");
        }
    }

    private void data(byte b, long now) throws BrokenException {
        if (b == '\n') {
            line(now);
            lineLength = 0;
        } else if (lineLength < KEPT) {
            line[lineLength++] = b;
        }
        if (--chunk == 0) {
            state = State.AFTER_DATA;
        }
    }

    private void line(long now) throws BrokenException {
        if (lineLength > 4 && line[0] == 'i') {
            long number = number(4);
            if (number != last + 1) {
                load.gap();
            }
            if (last == 0) {
                load.began();
            }
            last = number;
        } else if (lineLength > 6 && line[0] == 'd') {
            load.event(now - number(6));
        } else if (lineLength > 0) {
            throw new BrokenException("not an event: " + new String(line, 0, lineLength, StandardCharsets.US_ASCII));
        }
    }

    private long number(int from) {
        long number = 0;
        for (int i = from; i < lineLength && line[i] >= '0' && line[i] <= '9'; i++) {
            number = number * 10 + line[i] - '0';
        }
        return number;
    }

    /** A stream that is not what it should be. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenException(String message) {
            super(message);
        }
    }
}
