// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import dev.mooring.lb.http.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole gateway as its user asked for it: the neutral form that every configuration dialect becomes. Immutable; two equal
 * specs behave the same.
 *
 * @param listeners where clients connect; names are unique
 * @param routes which request goes to which pool
 * @param pools the groups of backends; names are unique
 * @param trustedProxies peers whose forwarded headers are believed
 * @param cookieSecrets the keys of affinity cookies, the signing one first; empty for a random one at each start
 * @param limits what one client may ask for
 * @param drainTimeout how long running exchanges may go on after SIGTERM
 * @param accessLog where the access log goes
 * @param explain whether {@code X-Mooring-Explain: 1} is answered
 * @param admin the admin listener; empty for none
 */
public record GatewaySpec(
        List<ListenerSpec> listeners,
        List<RouteSpec> routes,
        List<PoolSpec> pools,
        List<Cidr> trustedProxies,
        List<SecretSpec> cookieSecrets,
        LimitSpec limits,
        Duration drainTimeout,
        AccessLogSpec accessLog,
        boolean explain,
        Optional<AdminSpec> admin) {

    /** How long running exchanges may go on after SIGTERM, unless the configuration says otherwise. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(10);

    public GatewaySpec {
        listeners = List.copyOf(listeners);
        routes = List.copyOf(routes);
        pools = List.copyOf(pools);
        trustedProxies = List.copyOf(trustedProxies);
        cookieSecrets = List.copyOf(cookieSecrets);
    }

    /** The same gateway, with TLS on each listener that has none: its certificate comes from Mooring's local authority. */
    public GatewaySpec overTls() {
        TlsSpec local = TlsSpec.of(List.of(CertificateSpec.local("local")));
        List<ListenerSpec> secure = listeners.stream()
                .map(listener -> listener.tls().isPresent() ? listener : listener.withTls(local))
                .toList();
        return new GatewaySpec(
                secure, routes, pools, trustedProxies, cookieSecrets, limits, drainTimeout, accessLog, explain, admin);
    }

    /** Whether a certificate of Mooring's local authority is shown anywhere. */
    public boolean needsLocalAuthority() {
        return listeners.stream()
                .flatMap(listener -> listener.tls().stream())
                .flatMap(tls -> tls.certificates().stream())
                .anyMatch(certificate -> certificate.source() instanceof CertificateSpec.Local);
    }

    /** The files that certificates and keys are read from, which the configuration only names. */
    public List<String> certificateFiles() {
        return Stream.concat(
                        listeners.stream()
                                .flatMap(listener -> listener.tls().stream())
                                .flatMap(tls -> tls.certificates().stream()),
                        pools.stream()
                                .flatMap(pool -> pool.forward().tls().stream())
                                .flatMap(tls -> tls.clientCertificate().stream()))
                .flatMap(certificate -> certificate.files().stream())
                .distinct()
                .toList();
    }
}
