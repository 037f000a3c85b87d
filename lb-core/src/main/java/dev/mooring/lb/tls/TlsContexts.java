// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.TlsSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of all listeners and pools of the configuration in force. A reload prepares the next one first, which reads files
 * and may fail, and then puts it in force, which does neither. What has not changed is kept, and with it the sessions that
 * clients resume. Safe from any thread; preparing is not for event loops.
 */
public final class TlsContexts {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

    /** What a certificate of the local authority is for in any case. */
    private static final List<String> LOCAL_HOSTS = List.of("localhost", "127.0.0.1", "::1");

    /** So many kinds of TLS to backends are known, those of earlier configurations included. */
    private static final int MAX_REMEMBERED = 256;

    private final CertificateLoader loader;
    /** Asked when there is TLS: to load an engine takes a fifth of the start. */
    private final Supplier<TlsEngine> engine;

    private volatile Prepared current = new Prepared(Map.of(), Map.of(), List.of());

    /** No TLS yet; certificates of the local authority will come from this one. */
    public TlsContexts(LocalAuthority authority, Supplier<TlsEngine> engine) {
        this.loader = new CertificateLoader(authority);
        this.engine = engine;
    }

    /** The TLS of a configuration that is not in force yet. */
    public static final class Prepared {
        private final Map<String, ServerTls> listeners;
        private final Map<BackendTlsSpec, BackendTls> backends;
        private final List<String> renewed;

        private Prepared(
                Map<String, ServerTls> listeners, Map<BackendTlsSpec, BackendTls> backends, List<String> renewed) {
            this.listeners = listeners;
            this.backends = backends;
            this.renewed = renewed;
        }

        /** The certificates, in words, that the configuration in force names too, and that have changed where it says they are. */
        public List<String> renewed() {
            return renewed;
        }
    }

    /**
     * Reads certificates and keys.
     *
     * @throws TlsException if one cannot be used; the message says which
     */
    public Prepared prepare(GatewaySpec spec) throws TlsException {
        Prepared before = current;
        Map<String, ServerTls> listeners = new HashMap<>();
        List<String> renewed = new ArrayList<>();
        for (ListenerSpec listener : spec.listeners()) {
            if (listener.tls().isPresent()) {
                ServerTls known = before.listeners.get(listener.name());
                ServerTls made = server(listener, listener.tls().get(), spec, known);
                listeners.put(listener.name(), made);
                if (known != null) {
                    renewed.addAll(made.renewedSince(known, listener.name()));
                }
            }
        }
        // Exchanges that run keep the configuration that they began with, and with it the TLS to its backends.
        Map<BackendTlsSpec, BackendTls> backends =
                new HashMap<>(before.backends.size() < MAX_REMEMBERED ? before.backends : Map.of());
        for (PoolSpec pool : spec.pools()) {
            if (pool.forward().tls().isPresent()) {
                BackendTlsSpec wanted = pool.forward().tls().get();
                BackendTls known = before.backends.get(wanted);
                BackendTls made = backend(pool.name(), wanted, known);
                backends.put(wanted, made);
                if (known != null) {
                    renewed.addAll(made.renewedSince(known, pool.name()));
                }
            }
        }
        return new Prepared(Map.copyOf(listeners), Map.copyOf(backends), List.copyOf(renewed));
    }

    /** Puts it in force, for new connections; what was so before. */
    public Prepared use(Prepared prepared) {
        Prepared before = current;
        current = prepared;
        return before;
    }

    /** The TLS of a listener; null for plain text. */
    public @Nullable ServerTls listener(String name) {
        return current.listeners.get(name);
    }

    /** The TLS to the backends of a pool. */
    public BackendTls backend(BackendTlsSpec spec) {
        BackendTls known = current.backends.get(spec);
        if (known == null) {
            throw new IllegalStateException("TLS to a backend that was never prepared");
        }
        return known;
    }

    private ServerTls server(ListenerSpec listener, TlsSpec tls, GatewaySpec spec, @Nullable ServerTls known)
            throws TlsException {
        List<KeyMaterial> materials = new ArrayList<>();
        for (CertificateSpec certificate : tls.certificates()) {
            materials.add(loader.load(certificate, hosts(listener.name(), spec)));
        }
        if (known != null && known.isMadeOf(tls, materials)) {
            return known;
        }
        ServerTls made = ServerTls.of(listener.name(), tls, materials, engine.get());
        tellOfDates(listener.name(), tls.certificates(), materials);
        return made;
    }

    /** One that is not valid today is shown all the same, but whoever is called because clients refuse it finds out why. */
    private static void tellOfDates(String listener, List<CertificateSpec> specs, List<KeyMaterial> materials) {
        Instant now = Instant.now();
        for (int i = 0; i < specs.size(); i++) {
            Instant begin = materials.get(i).leaf().getNotBefore().toInstant();
            Instant end = materials.get(i).leaf().getNotAfter().toInstant();
            if (now.isAfter(end)) {
                LOG.warn(
                        "TLS: listener '{}': certificate '{}' expired at {}",
                        listener,
                        specs.get(i).name(),
                        end);
            } else if (now.isBefore(begin)) {
                LOG.warn(
                        "TLS: listener '{}': certificate '{}' is valid from {} only",
                        listener,
                        specs.get(i).name(),
                        begin);
            }
        }
    }

    private BackendTls backend(String pool, BackendTlsSpec tls, @Nullable BackendTls known) throws TlsException {
        Optional<KeyMaterial> client = Optional.empty();
        if (tls.clientCertificate().isPresent()) {
            client = Optional.of(loader.load(tls.clientCertificate().get(), LOCAL_HOSTS));
        }
        return known != null && known.isMadeOf(tls, client) ? known : BackendTls.of(pool, tls, client, engine.get());
    }

    /** The hosts that a listener has routes for, and this machine. */
    private static List<String> hosts(String listener, GatewaySpec spec) {
        Set<String> hosts = new LinkedHashSet<>(LOCAL_HOSTS);
        for (RouteSpec route : spec.routes()) {
            if (route.listeners().isEmpty() || route.listeners().contains(listener)) {
                route.hosts().stream().filter(host -> !host.equals("*")).forEach(hosts::add);
            }
        }
        return List.copyOf(hosts);
    }
}
