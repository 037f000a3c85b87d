// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.HttpVersion;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.LimitSpec;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads (RFC 9112, 3) from a connection, strictly: what two parties could read in two ways is refused. One for
 * each client connection; confined to its event loop.
 */
public final class RequestParser {
    private static final String[] METHODS = {"GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH"};

    private final HeadScanner scanner;
    private final FieldParser fields;
    private String method = "";
    private String target = "";
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private boolean head;
    private boolean lineChecked;

    /** A parser for one connection under these limits. */
    public RequestParser(LimitSpec limits) {
        scanner = new HeadScanner(
                limits.requestLine(),
                limits.headerBytes(),
                Failure.URI_TOO_LONG,
                Failure.HEADERS_TOO_LARGE,
                Failure.BAD_FRAMING);
        fields = new FieldParser(limits.headerCount(), Failure.HEADERS_TOO_LARGE, Failure.BAD_FRAMING);
    }

    /**
     * Takes the next head out of the buffer; null when it has not all arrived.
     *
     * @throws HeadException if it is not a valid head, or larger than the limits; the connection is then beyond repair
     */
    public @Nullable ParsedRequest next(ByteBuf in) throws HeadException {
        if (!scanner.started() && in.isReadable() && !mayBegin(in.getByte(in.readerIndex()))) {
            // Another protocol, such as TLS: nobody need wait for the end of a head that never comes.
            throw fields.bad("the method is not a token followed by one space");
        }
        byte[] octets;
        try {
            octets = scanner.next(in);
        } catch (HeadException e) {
            checkLine(in);
            throw e;
        }
        if (octets == null) {
            checkLine(in);
            return null;
        }
        lineChecked = false;
        int end = requestLine(octets);
        return request(method, target, version, fields.parse(octets, end));
    }

    /** Refuses a bad request line before the end of its head, which may never come (a request of HTTP/0.9 has none). */
    private void checkLine(ByteBuf in) throws HeadException {
        if (!lineChecked && scanner.firstLineEnd() > 0) {
            byte[] line = new byte[scanner.firstLineEnd()];
            in.getBytes(in.readerIndex(), line);
            requestLine(line);
            lineChecked = true;
        }
    }

    /** Whether a head has begun to arrive and is not complete. */
    public boolean started() {
        return scanner.started();
    }

    /** Whether the last head was that of a HEAD request, as far as it could be read. */
    public boolean readsHead() {
        return head;
    }

    private static boolean mayBegin(byte b) {
        return Tokens.isTokenByte(b) || b == '\r';
    }

    /** Reads the request line; where it ends. */
    private int requestLine(byte[] octets) throws HeadException {
        int at = 0;
        head = false;
        while (octets[at] == '\r' && octets[at + 1] == '\n') {
            at += 2;
        }
        int methodStart = at;
        while (Tokens.isTokenByte(octets[at])) {
            at++;
        }
        int methodEnd = at;
        if (octets[at] != ' ' || methodEnd == methodStart) {
            throw fields.bad("the method is not a token followed by one space");
        }
        method = method(octets, methodStart, methodEnd);
        head = method.equals("HEAD");
        int targetStart = ++at;
        while (octets[at] > 0x20 && octets[at] < 0x7f && octets[at] != '#') {
            at++;
        }
        if (octets[at] != ' ' || at == targetStart) {
            throw fields.bad("the request target is not visible ASCII without a fragment, followed by one space");
        }
        target = new String(octets, targetStart, at - targetStart, StandardCharsets.ISO_8859_1);
        version = version(octets, at + 1);
        return at + 11;
    }

    private ParsedRequest request(String method, String target, HttpVersion version, Headers headers)
            throws HeadException {
        boolean http10 = version == HttpVersion.HTTP_1_0;
        Framing framing = fields.chunked(headers, http10)
                ? Framing.CHUNKED
                : Framing.ofLength(Math.max(0, fields.contentLength(headers)));
        boolean namesNoHost = target.charAt(0) == '/' || (target.equals("*") && method.equals("OPTIONS"));
        String host = host(headers, http10, !namesNoHost);
        boolean keepAlive = FieldParser.keepAlive(headers, http10);
        if (namesNoHost) {
            return new ParsedRequest(method, target, host, version, keepAlive, headers, framing);
        }
        if (method.equals("CONNECT")
                && HostPort.parse(target).filter(to -> to.port() >= 0).isPresent()) {
            throw new HeadException(Failure.METHOD_UNSUPPORTED, "CONNECT is for forward proxies");
        }
        boolean secure = target.regionMatches(true, 0, "https://", 0, 8);
        String authority = absoluteAuthority(target, secure ? 8 : 7);
        if (!host.isEmpty() && !HostPort.sameServer(host, authority, secure ? 443 : 80)) {
            throw fields.bad("the request target names another host than Host does");
        }
        String path = target.substring(target.indexOf("//") + 2 + authority.length());
        return new ParsedRequest(method, originForm(path, method), authority, version, keepAlive, headers, framing);
    }

    private static String originForm(String path, String method) {
        if (path.isEmpty()) {
            // RFC 9112, 3.2.4: an absolute form without a path asks about the server itself.
            return method.equals("OPTIONS") ? "*" : "/";
        }
        return path.startsWith("/") ? path : "/" + path;
    }

    private String absoluteAuthority(String target, int start) throws HeadException {
        if (start == 7 && !target.regionMatches(true, 0, "http://", 0, 7)) {
            throw fields.bad("the request target begins neither with a slash nor with http:// or https://");
        }
        int end = start;
        while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String authority = target.substring(start, end);
        if (HostPort.ofAuthority(authority).isEmpty()) {
            throw fields.bad("the host in the request target is not valid");
        }
        return authority;
    }

    private String host(Headers headers, boolean http10, boolean mayBeEmpty) throws HeadException {
        int i = headers.indexOf(HeaderName.HOST, 0);
        if (i < 0) {
            if (http10) {
                return "";
            }
            throw fields.bad("there is no Host");
        }
        if (headers.indexOf(HeaderName.HOST, i + 1) >= 0) {
            throw fields.bad("Host is there more than once");
        }
        String host = headers.value(i);
        // RFC 9110, 4.2.1: there is no http URI without a host.
        if (host.isEmpty() ? !mayBeEmpty : HostPort.ofAuthority(host).isEmpty()) {
            throw fields.bad("Host is not a host with an optional port");
        }
        return host;
    }

    /** Checks {@code HTTP/1.x} and the end of the line. A later minor version is spoken as 1.1. */
    private HttpVersion version(byte[] head, int at) throws HeadException {
        boolean form = Octets.at(head, at, "HTTP/")
                && Octets.at(head, at + 6, ".")
                && Octets.at(head, at + 8, "\r\n")
                && Octets.isDigit(head[at + 5])
                && Octets.isDigit(head[at + 7]);
        if (!form) {
            throw fields.bad("the request line does not end in an HTTP version");
        }
        if (head[at + 5] != '1') {
            throw new HeadException(Failure.VERSION_UNSUPPORTED, "the HTTP version is not 1.0 or 1.1");
        }
        return head[at + 7] == '0' ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    }

    /** The method as a string, the common ones without making one. */
    private static String method(byte[] head, int start, int end) {
        for (String known : METHODS) {
            if (known.length() == end - start && Octets.at(head, start, known)) {
                return known;
            }
        }
        return new String(head, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
