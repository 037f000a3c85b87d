// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.Tokens;

/**
 * Header fields and framing, as requests and responses share them. The octets are a whole head whose lines all end in CR LF,
 * as {@link HeadScanner} leaves it. Confined to one event loop.
 */
final class FieldParser {
    private final int maxFields;
    private final Failure tooMany;
    private final Failure malformed;
    private final Headers.Index index = new Headers.Index();

    FieldParser(int maxFields, Failure tooMany, Failure malformed) {
        this.maxFields = maxFields;
        this.tooMany = tooMany;
        this.malformed = malformed;
    }

    /** Reads the field lines from {@code at} to the empty line that ends the head. */
    Headers parse(byte[] head, int start) throws HeadException {
        index.clear();
        int at = start;
        int end = head.length - 2;
        while (at < end) {
            if (index.size() == maxFields) {
                throw new HeadException(tooMany, "more than " + maxFields + " header fields");
            }
            at = line(head, at);
        }
        return index.over(head);
    }

    private int line(byte[] head, int start) throws HeadException {
        int at = start;
        int hash = 0;
        while (Tokens.isTokenByte(head[at])) {
            hash = Headers.Index.hash(hash, head[at]);
            at++;
        }
        if (head[at] != ':' || at == start) {
            throw bad(
                    at == start && Octets.isSpace(head[at])
                            ? "a header field is folded over two lines"
                            : "a header name is not a token followed by a colon");
        }
        int nameEnd = at;
        at++;
        while (Octets.isSpace(head[at])) {
            at++;
        }
        int valueStart = at;
        while (Tokens.isFieldByte(head[at])) {
            at++;
        }
        if (!Octets.at(head, at, "\r\n")) {
            throw bad("a header value holds a control character");
        }
        int valueEnd = at;
        while (valueEnd > valueStart && Octets.isSpace(head[valueEnd - 1])) {
            valueEnd--;
        }
        index.add(hash, start, nameEnd, valueStart, valueEnd);
        return at + 2;
    }

    /** Whether the body is chunked; any other use of Transfer-Encoding is an error, because nobody agrees what it means. */
    boolean chunked(Headers headers, boolean http10) throws HeadException {
        int i = headers.indexOf(HeaderName.TRANSFER_ENCODING, 0);
        if (i < 0) {
            return false;
        }
        if (headers.indexOf(HeaderName.TRANSFER_ENCODING, i + 1) >= 0
                || !headers.value(i).equalsIgnoreCase("chunked")) {
            throw bad("Transfer-Encoding is something other than chunked, once");
        }
        if (headers.contains(HeaderName.CONTENT_LENGTH)) {
            throw bad("the message has both Transfer-Encoding and Content-Length");
        }
        if (http10) {
            throw bad("there is a Transfer-Encoding in HTTP/1.0");
        }
        return true;
    }

    /** The value of Content-Length; -1 when there is none. */
    long contentLength(Headers headers) throws HeadException {
        int i = headers.indexOf(HeaderName.CONTENT_LENGTH, 0);
        if (i < 0) {
            return -1;
        }
        if (headers.indexOf(HeaderName.CONTENT_LENGTH, i + 1) >= 0) {
            throw bad("Content-Length is there more than once");
        }
        byte[] bytes = headers.bytes();
        int start = headers.valueStart(i);
        int end = headers.valueEnd(i);
        // 18 digits always fit in a long, and an exabyte is enough for everyone.
        if (end == start || end - start > 18) {
            throw bad("Content-Length is not a number of 1 to 18 digits");
        }
        long length = 0;
        for (int at = start; at < end; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                throw bad("Content-Length is not a number of 1 to 18 digits");
            }
            length = length * 10 + (bytes[at] - '0');
        }
        return length;
    }

    /** Whether the sender wants its connection kept (RFC 9112, 9.3). */
    static boolean keepAlive(Headers headers, boolean http10) {
        return !headers.listContains(HeaderName.CONNECTION, "close")
                && (!http10 || headers.listContains(HeaderName.CONNECTION, "keep-alive"));
    }

    HeadException bad(String message) {
        return new HeadException(malformed, message);
    }
}
