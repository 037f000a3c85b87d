// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every annotation of ingress-nginx, and some that are written although it does not know them. */
final class NginxAnnotations {
    static final String PREFIX = "nginx.ingress.kubernetes.io/";

    private static final String HONOURED = """
            affinity | honoured | cookie; anything else is no affinity
            affinity-mode | honoured | balanced or persistent
            affinity-canary-behavior | honoured | sticky or legacy
            session-cookie-name | honoured | INGRESSCOOKIE unless it is given
            session-cookie-expires | honoured | seconds
            session-cookie-max-age | honoured | seconds
            session-cookie-path | honoured | the path of the rule unless it is given
            session-cookie-domain | honoured | none unless it is given
            session-cookie-samesite | honoured | None, Lax or Strict, exactly so
            session-cookie-conditional-samesite-none | honoured | None is left out for browsers that misread it
            session-cookie-secure | honoured | true; false changes nothing
            session-cookie-change-on-failure | honoured | another backend, or the same one until no try is left
            upstream-hash-by | honoured | from the Ingress that first names the Service
            upstream-hash-by-subset | honoured | a group of backends instead of one
            upstream-hash-by-subset-size | honoured | 3 unless it is given
            load-balance | honoured | round_robin, ewma
            canary | honoured | beside a main Ingress with the same host and path
            canary-by-header | honoured | always, never
            canary-by-header-value | honoured | exactly this value
            canary-by-header-pattern | honoured | a regular expression
            canary-by-cookie | honoured | always, never
            canary-weight | honoured | of canary-weight-total
            canary-weight-total | honoured | 100 unless it is given
            proxy-connect-timeout | honoured | seconds
            proxy-read-timeout | honoured | seconds between two reads
            proxy-send-timeout | ignored | it concerns writing the request; no stream ends by it
            proxy-next-upstream | honoured | timeout, http_5xx and others, non_idempotent, off
            proxy-next-upstream-timeout | honoured | seconds; 0 for no limit
            proxy-next-upstream-tries | honoured | the first one included
            proxy-buffering | honoured | on holds back responses without a length
            proxy-request-buffering | honoured | on unless it is off
            proxy-body-size | honoured | 1m unless it is given, 0 for no limit
            rewrite-target | honoured | makes regular expressions of all paths of the host
            use-regex | honoured | makes regular expressions of all paths of the host
            app-root | honoured | 302 from /
            ssl-redirect | honoured | 308 to https where there is TLS
            force-ssl-redirect | honoured | 308 to https
            preserve-trailing-slash | honoured | in that redirect
            permanent-redirect | honoured | 301 to this URL
            permanent-redirect-code | honoured | instead of 301
            temporal-redirect | honoured | 302 to this URL
            temporal-redirect-code | honoured | instead of 302
            from-to-www-redirect | honoured | 308 to the host with or without www
            server-alias | honoured | more hosts
            upstream-vhost | honoured | the Host that backends see
            x-forwarded-prefix | honoured | together with rewrite-target
            backend-protocol | honoured | HTTP and HTTPS; others are reported
            service-upstream | honoured | one backend, the address of the Service
            enable-cors | honoured | with the six below
            cors-allow-origin | honoured | * unless it is given
            cors-allow-methods | honoured | six methods unless it is given
            cors-allow-headers | honoured | nine fields unless it is given
            cors-expose-headers | honoured | none unless it is given
            cors-allow-credentials | honoured | true unless it is given
            cors-max-age | honoured | 1728000 seconds unless it is given
            mirror-target | honoured | a copy of each request
            custom-headers | honoured | a ConfigMap of the run
            proxy-ssl-verify | honoured | off unless it is on
            proxy-ssl-name | honoured | the name asked for
            proxy-ssl-server-name | honoured | off unless it is on
            """;

    private static final String REPORTED = """
            default-backend | reported | the controller sends requests there when the Service has no ready backend
            custom-http-errors | reported | the controller replaces pages of these statuses by those of the default backend
            disable-proxy-intercept-errors | ignored | belongs to custom-http-errors
            auth-type | reported | the controller asks for a password; here everyone may pass
            auth-secret | ignored | belongs to auth-type
            auth-secret-type | ignored | belongs to auth-type
            auth-realm | ignored | belongs to auth-type
            auth-url | reported | the controller asks another service whether a request may pass; here all may pass
            auth-signin | ignored | belongs to auth-url
            auth-signin-redirect-param | ignored | belongs to auth-url
            auth-method | ignored | belongs to auth-url
            auth-response-headers | ignored | belongs to auth-url
            auth-request-redirect | ignored | belongs to auth-url
            auth-cache-key | ignored | belongs to auth-url
            auth-cache-duration | ignored | belongs to auth-url
            auth-keepalive | ignored | belongs to auth-url
            auth-keepalive-share-vars | ignored | belongs to auth-url
            auth-keepalive-requests | ignored | belongs to auth-url
            auth-keepalive-timeout | ignored | belongs to auth-url
            auth-proxy-set-headers | ignored | belongs to auth-url
            auth-always-set-cookie | ignored | belongs to auth-url
            enable-global-auth | ignored | belongs to the controller's own auth-url
            satisfy | ignored | belongs to the rules about who may pass
            auth-tls-secret | reported | the controller asks clients for certificates; here everyone may pass
            auth-tls-verify-client | ignored | belongs to auth-tls-secret
            auth-tls-verify-depth | ignored | belongs to auth-tls-secret
            auth-tls-error-page | ignored | belongs to auth-tls-secret
            auth-tls-pass-certificate-to-upstream | ignored | belongs to auth-tls-secret
            auth-tls-match-cn | ignored | belongs to auth-tls-secret
            whitelist-source-range | reported | the controller answers 403 to other addresses; here all may pass
            allowlist-source-range | reported | the controller answers 403 to other addresses; here all may pass
            denylist-source-range | reported | the controller answers 403 to these addresses; here all may pass
            limit-connections | reported | the controller answers 503 above this limit; here is none
            limit-rps | reported | the controller answers 503 above this limit; here is none
            limit-rpm | reported | the controller answers 503 above this limit; here is none
            limit-rate | reported | the controller slows responses down; here it does not
            limit-rate-after | ignored | belongs to limit-rate
            limit-burst-multiplier | ignored | belongs to limit-rps
            limit-whitelist | ignored | belongs to limit-rps
            limit-allowlist | ignored | belongs to limit-rps
            proxy-cookie-domain | reported | the controller changes the domain of the application's cookies
            proxy-cookie-path | reported | the controller changes the path of the application's cookies
            proxy-redirect-from | reported | the controller changes the Location of the application's redirects
            proxy-redirect-to | ignored | belongs to proxy-redirect-from
            proxy-http-version | reported | the controller speaks this version to backends; Mooring speaks 1.1
            connection-proxy-header | reported | the controller sends this Connection field to backends
            mirror-request-body | reported | the controller may leave the body out of copies
            mirror-host | reported | the controller sends copies with this Host
            ssl-passthrough | reported | the controller passes TLS on unread, without any affinity
            ssl-ciphers | ignored | the ciphers of Java are used
            ssl-prefer-server-ciphers | ignored | the ciphers of Java are used
            proxy-ssl-secret | reported | the controller shows backends a certificate
            proxy-ssl-ciphers | ignored | the ciphers of Java are used
            proxy-ssl-protocols | ignored | the versions of Java are used
            proxy-ssl-verify-depth | ignored | the depth of Java is used
            relative-redirects | reported | the controller leaves scheme and host out of Location
            client-body-buffer-size | ignored | a size of nginx's own
            proxy-buffers-number | ignored | a size of nginx's own
            proxy-buffer-size | ignored | a size of nginx's own
            proxy-busy-buffers-size | ignored | a size of nginx's own
            proxy-max-temp-file-size | ignored | a size of nginx's own
            http2-push-preload | ignored | no browser knows it any more
            enable-access-log | ignored | the access log is Mooring's own
            enable-rewrite-log | ignored | the log is Mooring's own
            enable-opentelemetry | ignored | nobody sees it in HTTP
            opentelemetry-trust-incoming-span | ignored | nobody sees it in HTTP
            opentelemetry-operation-name | ignored | nobody sees it in HTTP
            enable-modsecurity | reported | the controller checks requests by rules
            enable-owasp-core-rules | reported | the controller checks requests by rules
            modsecurity-transaction-id | ignored | belongs to enable-modsecurity
            modsecurity-snippet | reported | text for nginx itself
            configuration-snippet | reported | text for nginx itself
            server-snippet | reported | text for nginx itself
            stream-snippet | reported | text for nginx itself
            auth-snippet | reported | text for nginx itself
            """;

    private static final String DEAD = """
            session-cookie-hash | dead | removed long ago; there is nothing to choose any more
            session-cookie-httponly | dead | the cookie is HttpOnly in any case
            websocket-services | dead | it belongs to the controller of F5; WebSockets need no annotation here
            sticky-cookie-services | dead | it belongs to the controller of F5; write affinity: cookie
            upstream-fail-timeout | dead | removed long ago; proxy-next-upstream is what retries
            upstream-max-fails | dead | removed long ago; proxy-next-upstream is what retries
            rate-limit | dead | it never existed; write limit-rps
            secure-backends | dead | removed; write backend-protocol: HTTPS
            grpc-backend | dead | removed; write backend-protocol: GRPC
            add-base-url | dead | removed with version 0.22
            base-url-scheme | dead | removed with version 0.22
            enable-influxdb | dead | removed with version 1.8
            enable-opentracing | dead | removed with version 1.10; write enable-opentelemetry
            opentracing-trust-incoming-span | dead | removed with version 1.10
            global-rate-limit | dead | removed with version 1.12
            global-rate-limit-window | dead | removed with version 1.12
            global-rate-limit-key | dead | removed with version 1.12
            global-rate-limit-ignored-cidrs | dead | removed with version 1.12
            hsts | dead | a key of the controller's ConfigMap, not an annotation
            use-forwarded-headers | dead | a key of the controller's ConfigMap, not an annotation
            keep-alive | dead | a key of the controller's ConfigMap, not an annotation
            proxy-set-headers | dead | a key of the controller's ConfigMap, not an annotation
            """;

    /** The annotations by their names without prefix. */
    static final Map<String, Schema.Row> ALL = read(HONOURED + REPORTED + DEAD);

    private NginxAnnotations() {}

    static Map<String, Schema.Row> read(String table) {
        Map<String, Schema.Row> rows = new LinkedHashMap<>();
        for (String line : table.lines().toList()) {
            String[] cells = line.split("\\|", 3);
            String name = cells[0].strip();
            rows.put(name, new Schema.Row(name, Support.of(cells[1].strip()), cells[2].strip()));
        }
        return rows;
    }
}
