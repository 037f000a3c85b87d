// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.QueryParameters;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with nginx's variables, {@code $name} or {@code ${name}}. A variable that is unknown, or that the request does not have,
 * contributes nothing, as in nginx's Lua. Immutable; safe from any thread.
 */
final class NginxTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z0-9_]+)}|([A-Za-z0-9_]+))");

    private final List<Function<RequestHead, @Nullable String>> parts;

    private NginxTemplate(List<Function<RequestHead, @Nullable String>> parts) {
        this.parts = List.copyOf(parts);
    }

    static NginxTemplate of(String text) {
        List<Function<RequestHead, @Nullable String>> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        int at = 0;
        while (matcher.find()) {
            literal(text.substring(at, matcher.start()), parts);
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            parts.add(variable(name.toLowerCase(Locale.ROOT)));
            at = matcher.end();
        }
        literal(text.substring(at), parts);
        return new NginxTemplate(parts);
    }

    /** The text for this request. */
    String expand(RequestHead head) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i).apply(head);
            if (part != null) {
                text.append(part);
            }
        }
        return text.toString();
    }

    private static void literal(String text, List<Function<RequestHead, @Nullable String>> parts) {
        if (!text.isEmpty()) {
            parts.add(head -> text);
        }
    }

    private static Function<RequestHead, @Nullable String> variable(String name) {
        return switch (name) {
            case "request_uri" -> RequestHead::target;
            case "uri", "document_uri" -> RequestHead::path;
            case "args", "query_string" -> head -> QueryParameters.of(head.target());
            case "request_method" -> RequestHead::method;
            case "host" -> RequestHead::host;
            case "scheme" -> head -> head.client().secure() ? "https" : "http";
            case "remote_addr", "binary_remote_addr", "the_real_ip" ->
                head -> head.client().address().getHostAddress();
            case "server_port" -> head -> Integer.toString(head.client().localPort());
            case "server_protocol" -> head -> head.version().toString();
            default -> named(name);
        };
    }

    private static Function<RequestHead, @Nullable String> named(String name) {
        if (name.startsWith("http_") && Tokens.isToken(name.substring("http_".length()))) {
            HeaderName header = HeaderName.of(name.substring("http_".length()).replace('_', '-'));
            return head -> head.headers().first(header);
        }
        if (name.startsWith("cookie_")) {
            String cookie = name.substring("cookie_".length());
            return head -> Cookies.first(head.headers(), cookie);
        }
        if (name.startsWith("arg_")) {
            String argument = name.substring("arg_".length());
            return head -> argument(QueryParameters.of(head.target()), argument);
        }
        return head -> null;
    }

    private static @Nullable String argument(String query, String name) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
                return pair.substring(equals + 1);
            }
        }
        return null;
    }
}
