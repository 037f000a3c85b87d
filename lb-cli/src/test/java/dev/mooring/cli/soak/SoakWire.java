// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;

/** As much of HTTP/1.1 as the soak needs to read what its other side sends. */
final class SoakWire {
    private SoakWire() {}

    /** The next head, or nothing at the end. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            head.append((char) c);
        }
        return head.toString();
    }

    /** Reads what follows a head; a body without a length is not one. */
    static void skipBody(InputStream in, String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        int length = lower.indexOf("\r\ncontent-length: ");
        if (length >= 0) {
            int from = length + 18;
            in.skipNBytes(Long.parseLong(lower.substring(from, lower.indexOf("\r\n", from))));
        } else if (lower.contains("\r\ntransfer-encoding: chunked")) {
            for (long size = chunk(in); size > 0; size = chunk(in)) {
                in.skipNBytes(size + 2);
            }
            in.skipNBytes(2);
        }
    }

    private static long chunk(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return Long.parseLong(line.toString().strip(), 16);
    }

    /** Closes it with a reset. */
    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            assert gone != null;
        }
    }
}
