// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.http1.HeadException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gathers the fields of one section as {@link Headers}, and refuses what RFC 9113, 8.2 calls malformed. Use it once. */
final class FieldBlock {
    private static final byte[] COOKIE = "cookie".getBytes(StandardCharsets.US_ASCII);

    private final Headers.Index index = new Headers.Index();
    private byte[] bytes = new byte[512];
    private int size;
    private byte[] cookies = {};
    private int cookiesSize;

    /** Adds a field whose name is no pseudo-header's. */
    void add(CharSequence name, CharSequence value) throws HeadException {
        int nameStart = size;
        bytes = withRoom(bytes, size, name.length() + value.length());
        int hash = name(name);
        int nameEnd = size;
        if (nameEnd == nameStart) {
            throw malformed("a field has no name");
        }
        value(value);
        if (size > nameEnd && (isSpace(bytes[nameEnd]) || isSpace(bytes[size - 1]))) {
            throw malformed("a field value begins or ends with white space");
        }
        if (Arrays.equals(bytes, nameStart, nameEnd, COOKIE, 0, COOKIE.length)) {
            crumb(nameEnd);
            size = nameStart;
        } else {
            index.add(hash, nameStart, nameEnd, nameEnd, size);
        }
    }

    private static byte[] withRoom(byte[] array, int used, int more) {
        return more <= array.length - used ? array : Arrays.copyOf(array, Math.max(array.length * 2, used + more));
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
            bytes[size++] = (byte) c;
        }
        return hash;
    }

    private void value(CharSequence value) throws HeadException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff || !Tokens.isFieldByte((byte) c)) {
                throw malformed("a field value holds a control character");
            }
            bytes[size++] = (byte) c;
        }
    }

    /** RFC 9113, 8.2.3: crumbs of cookies are one field again before they leave HTTP/2. */
    private void crumb(int start) {
        int length = size - start;
        cookies = withRoom(cookies, cookiesSize, length + 2);
        if (cookiesSize > 0) {
            cookies[cookiesSize++] = ';';
            cookies[cookiesSize++] = ' ';
        }
        System.arraycopy(bytes, start, cookies, cookiesSize, length);
        cookiesSize += length;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The fields that were added, the cookies as the last one. */
    Headers headers() {
        if (cookiesSize > 0) {
            int hash = 0;
            for (byte b : COOKIE) {
                hash = Headers.Index.hash(hash, b);
            }
            int nameStart = size;
            int nameEnd = nameStart + COOKIE.length;
            bytes = withRoom(bytes, size, COOKIE.length + cookiesSize);
            System.arraycopy(COOKIE, 0, bytes, nameStart, COOKIE.length);
            System.arraycopy(cookies, 0, bytes, nameEnd, cookiesSize);
            size = nameEnd + cookiesSize;
            index.add(hash, nameStart, nameEnd, nameEnd, size);
        }
        return index.over(Arrays.copyOf(bytes, size));
    }

    static HeadException malformed(String detail) {
        return new HeadException(Failure.BAD_FRAMING, detail);
    }
}
