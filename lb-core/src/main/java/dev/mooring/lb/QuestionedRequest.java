// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HttpVersion;
import dev.mooring.lb.http.PathNormalizer;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.RequestHead.Client;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request that somebody asks about. Immutable.
 *
 * @param method its method
 * @param url where it goes, with scheme and host
 * @param fields its header fields beside Host, names and values in turn
 * @param client who sends it
 */
public record QuestionedRequest(String method, URI url, List<String> fields, InetAddress client) {
    public QuestionedRequest {
        fields = List.copyOf(fields);
    }

    /**
     * Reads {@code METHOD URL}, or a URL alone for a GET.
     *
     * @throws IllegalArgumentException if it is neither; the message says what was found and expected
     */
    public static QuestionedRequest of(String text, List<String> fields, InetAddress client) {
        String[] words = text.strip().split("\\s+");
        String method = words.length == 2 ? words[0] : "GET";
        Optional<URI> url = words.length > 2 ? Optional.empty() : url(words[words.length - 1]);
        if (url.isEmpty() || !Tokens.isToken(method)) {
            throw new IllegalArgumentException("'" + text + "' (expected: 'GET https://host/path')");
        }
        return new QuestionedRequest(method, url.get(), fields, client);
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean known = scheme.equals("http") || scheme.equals("https");
            return Optional.of(url).filter(one -> known && one.getHost() != null);
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }

    /** The listener that it would come by: one with its port and its kind, else one of its kind; empty if there is none. */
    Optional<ListenerSpec> listener(GatewaySpec spec) {
        List<ListenerSpec> kind = spec.listeners().stream()
                .filter(listener -> listener.tls().isPresent() == isSecure())
                .toList();
        return kind.stream()
                .filter(listener -> listener.publicPort().orElse(listener.port()) == port())
                .findFirst()
                .or(() -> kind.stream()
                        .filter(listener -> listener.port() == port())
                        .findFirst())
                .or(() -> kind.stream().findFirst());
    }

    /** Its head, as it would come by this listener. */
    RequestHead head(ListenerSpec listener) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        String authority = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        Headers.Builder headers = new Headers.Builder().add("Host", authority);
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            headers.add(fields.get(i), fields.get(i + 1));
        }
        Client from = new Client(client, client, isSecure(), listener.port());
        return new RequestHead(
                method,
                target,
                PathNormalizer.normalize(target),
                url.getHost().toLowerCase(Locale.ROOT),
                authority,
                HttpVersion.HTTP_1_1,
                headers.build(),
                from);
    }

    private boolean isSecure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private int port() {
        return url.getPort() >= 0 ? url.getPort() : isSecure() ? 443 : 80;
    }
}
