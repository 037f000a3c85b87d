// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.HttpVersion;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.http1.ParsedRequest;
import dev.mooring.lb.model.LimitSpec;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads the field section of a request (RFC 9113, 8.3) strictly, into the same values that HTTP/1 requests become. Pure. */
public final class RequestFields {
    private static final HeaderName[] CONNECTION_SPECIFIC = {
        HeaderName.CONNECTION,
        HeaderName.KEEP_ALIVE,
        HeaderName.PROXY_CONNECTION,
        HeaderName.TRANSFER_ENCODING,
        HeaderName.UPGRADE,
    };

    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String authority;
    private @Nullable String path;
    private @Nullable String protocol;

    private RequestFields() {}

    /**
     * The request that a field section asks for. A CONNECT for a WebSocket becomes the GET of a handshake.
     *
     * @param endStream whether no body follows
     * @param chance where the key of a handshake comes from
     * @throws HeadException with {@link Failure#BAD_FRAMING} if it is malformed, with another failure if it is above a limit
     */
    public static ParsedRequest parse(
            Http2Headers fields, boolean endStream, LimitSpec limits, Supplier<? extends RandomGenerator> chance)
            throws HeadException {
        RequestFields section = new RequestFields();
        ParsedRequest request = section.read(fields, endStream, limits);
        return section.protocol == null ? request : connect(request, section.protocol, chance.get());
    }

    /** RFC 8441, 4 and 5: the request asks for a tunnel to what is at its path, not for a body. */
    private static ParsedRequest connect(ParsedRequest request, String protocol, RandomGenerator chance)
            throws HeadException {
        if (!request.method().equals("CONNECT")) {
            throw FieldBlock.malformed("the pseudo-header :protocol is for CONNECT only");
        }
        if (request.headers().contains(HeaderName.CONTENT_LENGTH)) {
            throw FieldBlock.malformed("a CONNECT has a Content-Length");
        }
        if (!protocol.equals(WebSocketHandshake.PROTOCOL)) {
            throw new HeadException(Failure.METHOD_UNSUPPORTED, "CONNECT is for the protocol websocket only");
        }
        Headers offer = WebSocketHandshake.offer(request.headers(), chance);
        return new ParsedRequest(
                "GET", request.target(), request.authority(), request.version(), true, offer, Framing.NONE);
    }

    /**
     * The fields of a trailer section.
     *
     * @throws HeadException if it is malformed
     */
    public static Headers trailers(Http2Headers fields) throws HeadException {
        FieldBlock block = new FieldBlock();
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            if (isPseudo(field.getKey())) {
                throw FieldBlock.malformed("a trailer section has a pseudo-header");
            }
            block.add(field.getKey(), field.getValue());
        }
        Headers trailers = block.headers();
        refuseConnectionSpecific(trailers);
        return trailers;
    }

    private ParsedRequest read(Http2Headers fields, boolean endStream, LimitSpec limits) throws HeadException {
        FieldBlock block = new FieldBlock();
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            if (isPseudo(field.getKey())) {
                pseudo(field.getKey().toString(), field.getValue().toString());
            } else {
                block.add(field.getKey(), field.getValue());
            }
        }
        Headers headers = block.headers();
        if (headers.size() > limits.headerCount()) {
            throw new HeadException(Failure.HEADERS_TOO_LARGE, "more than " + limits.headerCount() + " header fields");
        }
        refuseConnectionSpecific(headers);
        String wanted = required(method, ":method");
        if (!Tokens.isToken(wanted)) {
            throw FieldBlock.malformed("the method is not a token");
        }
        String host = host(headers);
        String target = wanted.equals("CONNECT") && protocol == null ? tunnelTarget(host) : target(wanted, limits);
        return new ParsedRequest(wanted, target, host, HttpVersion.HTTP_2, true, headers, framing(headers, endStream));
    }

    private static boolean isPseudo(CharSequence name) {
        return name.length() > 0 && name.charAt(0) == ':';
    }

    private void pseudo(String name, String value) throws HeadException {
        switch (name) {
            case ":method" -> method = once(method, value);
            case ":scheme" -> scheme = once(scheme, value);
            case ":authority" -> authority = once(authority, value);
            case ":path" -> path = once(path, value);
            case ":protocol" -> protocol = once(protocol, value);
            default -> throw FieldBlock.malformed("a pseudo-header that requests do not have");
        }
    }

    private static String once(@Nullable String before, String value) throws HeadException {
        if (before != null) {
            throw FieldBlock.malformed("a pseudo-header is there more than once");
        }
        return value;
    }

    private static String required(@Nullable String value, String name) throws HeadException {
        if (value == null) {
            throw FieldBlock.malformed("the pseudo-header " + name + " is missing");
        }
        return value;
    }

    private String tunnelTarget(String host) throws HeadException {
        if (scheme != null || path != null) {
            throw FieldBlock.malformed("a CONNECT has a scheme or a path");
        }
        return host;
    }

    private String target(String wanted, LimitSpec limits) throws HeadException {
        String as = required(scheme, ":scheme");
        if (!as.equals("http") && !as.equals("https")) {
            throw FieldBlock.malformed("the scheme is neither http nor https");
        }
        String target = required(path, ":path");
        if (target.length() > limits.requestLine()) {
            throw new HeadException(Failure.URI_TOO_LONG, "the path is longer than " + limits.requestLine() + " bytes");
        }
        boolean form = target.startsWith("/") || (target.equals("*") && wanted.equals("OPTIONS"));
        if (!form || !isVisible(target)) {
            throw FieldBlock.malformed("the path is not visible ASCII that begins with a slash, without a fragment");
        }
        return target;
    }

    private static boolean isVisible(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= 0x20 || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return true;
    }

    private String host(Headers headers) throws HeadException {
        int i = headers.indexOf(HeaderName.HOST, 0);
        if (i >= 0 && headers.indexOf(HeaderName.HOST, i + 1) >= 0) {
            throw FieldBlock.malformed("Host is there more than once");
        }
        String host = i < 0 ? null : headers.value(i);
        String wanted = authority == null ? host : authority;
        if (wanted == null || HostPort.ofAuthority(wanted).isEmpty()) {
            throw FieldBlock.malformed("the authority is not a host with an optional port");
        }
        if (host != null && !HostPort.sameServer(host, wanted, "https".equals(scheme) ? 443 : 80)) {
            throw FieldBlock.malformed("the authority is another one than Host");
        }
        return wanted;
    }

    private static void refuseConnectionSpecific(Headers headers) throws HeadException {
        for (HeaderName name : CONNECTION_SPECIFIC) {
            if (headers.contains(name)) {
                throw FieldBlock.malformed("a field is for connections of HTTP/1 only");
            }
        }
        for (String te : headers.all(HeaderName.TE)) {
            if (!te.equals("trailers")) {
                throw FieldBlock.malformed("TE is something other than trailers");
            }
        }
    }

    private static Framing framing(Headers headers, boolean endStream) throws HeadException {
        int i = headers.indexOf(HeaderName.CONTENT_LENGTH, 0);
        if (i < 0) {
            return endStream ? Framing.NONE : Framing.CHUNKED;
        }
        String text = headers.value(i);
        if (!LengthCheck.isNumber(text) || headers.indexOf(HeaderName.CONTENT_LENGTH, i + 1) >= 0) {
            throw FieldBlock.malformed("Content-Length is not a number, once");
        }
        long length = Long.parseLong(text);
        if (endStream && length > 0) {
            throw FieldBlock.malformed("Content-Length promises a body and there is none");
        }
        return Framing.ofLength(length);
    }
}
