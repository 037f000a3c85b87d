// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.failure.Failure;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a head in what has arrived so far, line by line, and looks at no octet twice however slowly they come.
 * One for each connection and direction; confined to its event loop.
 */
final class HeadScanner {
    /** Empty lines that a peer may send before a request (RFC 9112, 2.2). */
    private static final int MAX_EMPTY_LINES = 2;

    private final int maxFirstLine;
    private final int maxBytes;
    private final Failure firstLineTooLong;
    private final Failure tooLarge;
    private final Failure malformed;

    // Offsets from the reader index of the buffer.
    private int lineStart;
    private int scanned;
    private int firstLineEnd;
    private boolean firstLineSeen;
    private boolean trailer;

    /** A scanner for trailer fields, which have no first line and may end at once. */
    static HeadScanner ofTrailer(int maxBytes, Failure tooLarge, Failure malformed) {
        HeadScanner scanner = new HeadScanner(maxBytes, maxBytes, tooLarge, tooLarge, malformed);
        scanner.trailer = true;
        scanner.reset();
        return scanner;
    }

    HeadScanner(int maxFirstLine, int maxBytes, Failure firstLineTooLong, Failure tooLarge, Failure malformed) {
        this.maxFirstLine = maxFirstLine;
        this.maxBytes = maxBytes;
        this.firstLineTooLong = firstLineTooLong;
        this.tooLarge = tooLarge;
        this.malformed = malformed;
    }

    /**
     * Takes a complete head out of the buffer, with the empty line that ends it; null when it is not all there yet. Lines must
     * end in CR LF: a bare LF is refused, since two parties that disagree about it see two different requests.
     */
    byte @Nullable [] next(ByteBuf in) throws HeadException {
        int base = in.readerIndex();
        while (true) {
            int lf = in.indexOf(base + scanned, in.writerIndex(), (byte) '\n');
            int end = (lf < 0 ? in.writerIndex() : lf + 1) - base;
            checkReturns(in, base + Math.max(lineStart, scanned - 1), lf);
            if (lf < 0) {
                scanned = end;
                checkLimits(scanned - lineStart);
                return null;
            }
            boolean empty = end - lineStart == 2;
            checkLimits(end - lineStart);
            lineStart = end;
            scanned = end;
            if (!empty) {
                firstLineEnd = firstLineSeen ? firstLineEnd : end;
                firstLineSeen = true;
            } else if (firstLineSeen) {
                byte[] head = new byte[end];
                in.readBytes(head);
                reset();
                return head;
            } else if (end > 2 * MAX_EMPTY_LINES) {
                throw new HeadException(
                        malformed, "more than " + MAX_EMPTY_LINES + " empty lines before the first line");
            }
        }
    }

    /** Whether the first octet of a head has arrived: from then on a peer must hurry. */
    boolean started() {
        return scanned > 0;
    }

    /** How many octets the first line and the empty ones before it are; 0 as long as that is not known. */
    int firstLineEnd() {
        return firstLineEnd;
    }

    /**
     * Refuses a line that is not ended by CR LF together. A CR by itself is refused at once: it ends a line for some, and the LF
     * that would end it for us may never come.
     *
     * @param from where no CR has been looked for yet
     * @param lf where the line ends; below 0 if that has not arrived
     */
    private void checkReturns(ByteBuf in, int from, int lf) throws HeadException {
        int last = (lf < 0 ? in.writerIndex() : lf) - 1;
        int cr = in.indexOf(from, last + 1, (byte) '\r');
        if (cr >= 0 && cr < last) {
            throw new HeadException(malformed, "a line holds CR without LF");
        }
        if (lf >= 0 && cr < 0) {
            throw new HeadException(malformed, "a line ends in LF without CR");
        }
    }

    private void reset() {
        lineStart = 0;
        firstLineEnd = 0;
        scanned = 0;
        firstLineSeen = trailer;
    }

    private void checkLimits(int line) throws HeadException {
        if (!firstLineSeen && line > maxFirstLine) {
            throw new HeadException(firstLineTooLong, "the first line is longer than " + maxFirstLine + " bytes");
        }
        if (scanned > maxBytes || lineStart + line > maxBytes) {
            throw new HeadException(tooLarge, "the head is larger than " + maxBytes + " bytes");
        }
    }
}
