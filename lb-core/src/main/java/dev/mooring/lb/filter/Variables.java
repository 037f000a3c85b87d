// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.ForwardedHeaders;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.QueryParameters;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.Tokens;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables that conditions and templates may name: {@code http_req_NAME} and {@code http_resp_NAME} for header fields, and
 * server variables with or without {@code var_} in front. Pure.
 */
final class Variables {
    private static final String REQUEST = "http_req_";
    private static final String RESPONSE = "http_resp_";
    private static final String SERVER = "var_";
    private static final String COOKIE = "cookie_";

    /** What is known only of a connection that is not looked at here; always empty. */
    private static final Set<String> UNKNOWN = Set.of(
            "ciphers_supported",
            "ciphers_used",
            "client_certificate",
            "client_certificate_end_date",
            "client_certificate_fingerprint",
            "client_certificate_issuer",
            "client_certificate_serial",
            "client_certificate_start_date",
            "client_certificate_subject",
            "client_certificate_verification",
            "client_tcp_rtt",
            "client_user",
            "received_bytes",
            "sent_bytes",
            "ssl_connection_protocol");

    private Variables() {}

    /** The value of a variable, empty if it has none; null if there is no such variable. */
    static @Nullable String value(String name, Scene scene) {
        if (name.startsWith(REQUEST)) {
            return field(name.substring(REQUEST.length()), scene.head().headers());
        }
        if (name.startsWith(RESPONSE)) {
            return field(name.substring(RESPONSE.length()), scene.response());
        }
        String server = name.startsWith(SERVER) ? name.substring(SERVER.length()) : name;
        if (server.startsWith(COOKIE)) {
            String value = Cookies.first(scene.head().headers(), server.substring(COOKIE.length()));
            return value == null ? "" : value;
        }
        String value = ofRequest(server, scene);
        value = value == null ? ofConnection(server, scene) : value;
        return value == null && UNKNOWN.contains(server) ? "" : value;
    }

    private static @Nullable String ofRequest(String name, Scene scene) {
        RequestHead head = scene.head();
        return switch (name) {
            case "host" -> head.host();
            case "http_method" -> head.method();
            case "http_version" -> head.version().toString();
            case "http_status" -> scene.status() == 0 ? "" : Integer.toString(scene.status());
            case "query_string", "request_query" -> QueryParameters.of(scene.target());
            case "request_uri" -> head.target();
            case "uri_path" -> Paths.path(scene.target());
            default -> null;
        };
    }

    private static @Nullable String ofConnection(String name, Scene scene) {
        RequestHead.Client client = scene.head().client();
        return switch (name) {
            case "client_ip" -> IpAddresses.text(client.peer());
            case "client_port" -> port(client);
            case "server_port" -> Integer.toString(scene.publicPort());
            case "request_scheme" -> client.secure() ? "https" : "http";
            case "ssl_enabled" -> client.secure() ? "On" : "";
            case "add_x_forwarded_for_proxy" ->
                ForwardedHeaders.appended(scene.head(), IpAddresses.text(client.peer()));
            default -> null;
        };
    }

    private static String port(RequestHead.Client client) {
        int port = client.ends().source().getPort();
        return port == 0 ? "" : Integer.toString(port);
    }

    private static String field(String name, @Nullable Headers headers) {
        return headers == null || !Tokens.isToken(name) ? "" : String.join(", ", headers.all(HeaderName.of(name)));
    }
}
