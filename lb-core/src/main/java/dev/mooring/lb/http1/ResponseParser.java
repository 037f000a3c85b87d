// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.Tokens;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads response heads (RFC 9112, 4) from a backend's connection, as strictly as requests: a response that two parties could
 * read in two ways poisons every connection it passes. One for each backend connection; confined to its event loop.
 */
public final class ResponseParser {
    private static final byte[] BEGINNING = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_STATUS_LINE = 8 * 1024;
    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_FIELDS = 256;

    private final HeadScanner scanner = new HeadScanner(
            MAX_STATUS_LINE, MAX_HEAD, Failure.BAD_RESPONSE, Failure.BAD_RESPONSE, Failure.BAD_RESPONSE);
    private final FieldParser fields = new FieldParser(MAX_FIELDS, Failure.BAD_RESPONSE, Failure.BAD_RESPONSE);

    /**
     * Takes the next head out of the buffer; null when it has not all arrived.
     *
     * @param requestMethod the method that is answered: the answer to HEAD has no body
     * @throws HeadException if it is not a valid head; the connection is then beyond repair
     */
    public @Nullable ResponseHead next(ByteBuf in, String requestMethod) throws HeadException {
        refuseOther(in);
        byte[] head = scanner.next(in);
        return head == null ? null : parse(head, requestMethod);
    }

    /** What does not begin as a response does is refused at once, and not when a clock fires. */
    private void refuseOther(ByteBuf in) throws HeadException {
        int length = Math.min(in.readableBytes(), BEGINNING.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != BEGINNING[i]) {
                throw fields.bad("the response does not begin with HTTP/1.x");
            }
        }
    }

    /** Reads a head that begins well. A later minor version is spoken as 1.1. */
    private ResponseHead parse(byte[] head, String requestMethod) throws HeadException {
        boolean form =
                head.length > 14 && Octets.isDigit(head[7]) && head[8] == ' ' && (head[12] == ' ' || head[12] == '\r');
        if (!form) {
            throw fields.bad("the status line does not begin with HTTP/1.x and a status");
        }
        int status = status(head);
        int at = 12;
        while (Tokens.isFieldByte(head[at])) {
            at++;
        }
        if (!Octets.at(head, at, "\r\n")) {
            throw fields.bad("the reason phrase holds a control character");
        }
        String reason = at > 13 ? new String(head, 13, at - 13, StandardCharsets.ISO_8859_1) : "";
        Headers headers = fields.parse(head, at + 2);
        boolean http10 = head[7] == '0';
        Framing announced = announced(http10, headers);
        return new ResponseHead(
                status,
                reason,
                http10,
                FieldParser.keepAlive(headers, http10) && !isStray(announced, status),
                headers,
                hasNoBody(status, requestMethod) ? Framing.NONE : announced);
    }

    private int status(byte[] head) throws HeadException {
        int status = 0;
        for (int at = 9; at < 12; at++) {
            if (!Octets.isDigit(head[at])) {
                throw fields.bad("the status is not a number of three digits");
            }
            status = status * 10 + (head[at] - '0');
        }
        if (status < 100 || status > 599) {
            throw fields.bad("the status is " + status + " (expected: 100 to 599)");
        }
        return status;
    }

    /** Whether a body may follow that no 204 has: it may come later than the next request, which it would seem to answer. */
    private static boolean isStray(Framing announced, int status) {
        return status == 204 && !announced.equals(Framing.NONE) && !announced.equals(Framing.UNTIL_CLOSE);
    }

    private static boolean hasNoBody(int status, String requestMethod) {
        return requestMethod.equals("HEAD") || status < 200 || status == 204 || status == 304;
    }

    /** What the fields say of the body, whether or not such a response may have one. */
    private Framing announced(boolean http10, Headers headers) throws HeadException {
        boolean chunked = fields.chunked(headers, http10);
        long length = fields.contentLength(headers);
        if (chunked) {
            return Framing.CHUNKED;
        }
        return length < 0 ? Framing.UNTIL_CLOSE : Framing.ofLength(length);
    }
}
