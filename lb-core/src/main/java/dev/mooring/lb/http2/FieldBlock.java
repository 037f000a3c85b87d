// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.http1.HeadException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Gathers the fields of one section as {@link Headers}, and refuses what RFC 9113, 8.2 calls malformed. Use it once. */
final class FieldBlock {
    private static final byte[] COOKIE = "cookie".getBytes(StandardCharsets.US_ASCII);

    private final Headers.Index index = new Headers.Index();
    private final Octets bytes = new Octets();
    private final ByteArrayOutputStream cookies = new ByteArrayOutputStream(0);

    /** An output that lets its octets be looked at. */
    private static final class Octets extends ByteArrayOutputStream {
        Octets() {
            super(512);
        }

        byte at(int i) {
            return buf[i];
        }
    }

    /** Adds a field whose name is no pseudo-header's. */
    void add(CharSequence name, CharSequence value) throws HeadException {
        int nameStart = bytes.size();
        int hash = name(name);
        int nameEnd = bytes.size();
        if (nameEnd == nameStart) {
            throw malformed("a field has no name");
        }
        value(value);
        int end = bytes.size();
        if (end > nameEnd && (isSpace(bytes.at(nameEnd)) || isSpace(bytes.at(end - 1)))) {
            throw malformed("a field value begins or ends with white space");
        }
        if (isCookie(nameStart, nameEnd)) {
            crumb(nameEnd, end);
        } else {
            index.add(hash, nameStart, nameEnd, nameEnd, end);
        }
    }

    /** Copies a name; its hash. */
    private int name(CharSequence name) throws HeadException {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7f || (c >= 'A' && c <= 'Z') || !Tokens.isTokenByte((byte) c)) {
                throw malformed("a field name is not a token in lower case");
            }
            hash = Headers.Index.hash(hash, (byte) c);
            bytes.write(c);
        }
        return hash;
    }

    private void value(CharSequence value) throws HeadException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff || !Tokens.isFieldByte((byte) c)) {
                throw malformed("a field value holds a control character");
            }
            bytes.write(c);
        }
    }

    /** RFC 9113, 8.2.3: crumbs of cookies are one field again before they leave HTTP/2. */
    private void crumb(int start, int end) {
        if (cookies.size() > 0) {
            cookies.write(';');
            cookies.write(' ');
        }
        for (int i = start; i < end; i++) {
            cookies.write(bytes.at(i));
        }
    }

    private boolean isCookie(int start, int end) {
        if (end - start != COOKIE.length) {
            return false;
        }
        for (int i = 0; i < COOKIE.length; i++) {
            if (bytes.at(start + i) != COOKIE[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The fields that were added, the cookies as the last one. */
    Headers headers() {
        if (cookies.size() > 0) {
            int hash = 0;
            int nameStart = bytes.size();
            for (byte b : COOKIE) {
                hash = Headers.Index.hash(hash, b);
                bytes.write(b);
            }
            int nameEnd = bytes.size();
            bytes.writeBytes(cookies.toByteArray());
            index.add(hash, nameStart, nameEnd, nameEnd, bytes.size());
        }
        return index.over(bytes.toByteArray());
    }

    /** Fields added, a set of cookies counting as one. */
    int size() {
        return index.size();
    }

    static HeadException malformed(String detail) {
        return new HeadException(Failure.BAD_FRAMING, detail);
    }
}
