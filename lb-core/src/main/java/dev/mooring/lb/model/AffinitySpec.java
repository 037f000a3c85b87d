// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import dev.mooring.lb.http.SetCookie.SameSite;
import java.time.Duration;
import java.util.Optional;

/**
 * What keeps a client on its backend, and what happens when that backend cannot serve.
 *
 * @param mechanism how a client is recognised
 * @param whenUnavailable what becomes of a client whose backend cannot serve
 * @param whenBack where a moved client goes when its first backend serves again; the hashing mechanisms always return, since
 *     they remember nothing
 * @param whenFailed where a request of a bound client goes when its backend, though not known to be unable, fails it
 */
public record AffinitySpec(
        Mechanism mechanism, WhenUnavailable whenUnavailable, WhenBack whenBack, WhenFailed whenFailed) {
    /** No affinity. */
    public static final AffinitySpec NONE = of(new None());

    /** A mechanism whose clients move when their backend fails them. */
    public AffinitySpec(Mechanism mechanism, WhenUnavailable whenUnavailable, WhenBack whenBack) {
        this(mechanism, whenUnavailable, whenBack, WhenFailed.MOVE);
    }

    /** A mechanism with the default policies. */
    public static AffinitySpec of(Mechanism mechanism) {
        return new AffinitySpec(mechanism, WhenUnavailable.REDISTRIBUTE, WhenBack.STAY);
    }

    /** The name of the mechanism in a configuration, such as {@code client-ip-hash}. */
    public String label() {
        return mechanism.label();
    }

    /** What becomes of a client whose backend cannot serve. */
    public enum WhenUnavailable {
        /** It is bound to another. */
        REDISTRIBUTE,
        /** It gets 503 with Retry-After: its session lives nowhere else. */
        STRICT
    }

    /** Where a request of a bound client goes when its backend fails it. */
    public enum WhenFailed {
        /** To another backend. */
        MOVE,
        /** To the same one again, until no try is left. */
        INSIST
    }

    /** Where a moved client goes when its first backend serves again. */
    public enum WhenBack {
        /** It stays where it is now. */
        STAY,
        /** It goes back. */
        RETURN
    }

    /** How a client is recognised. */
    public sealed interface Mechanism {
        /** The name in a configuration. */
        String label();
    }

    /** Not at all: each request is balanced. */
    public record None() implements Mechanism {
        @Override
        public String label() {
            return "none";
        }
    }

    /**
     * By a cookie of the balancer's own.
     *
     * @param name the cookie's name
     * @param path its path
     * @param domain its domain; empty for the host alone
     * @param maxAge how long it lasts; empty for the session
     * @param secure sent over TLS only; {@link Secure#AUTO} when the client came over TLS
     * @param httpOnly hidden from scripts
     * @param sameSite its SameSite attribute; empty for none
     * @param style whose cookie it looks like
     * @param salt a text that goes into its value where the style has one, such as the name of nginx's upstream
     * @param expires how long it lasts by its Expires attribute, where the style has one beside Max-Age
     * @param noneOnlyIfUnderstood whether {@code SameSite=None} is left out for browsers that misread it
     */
    public record Cookie(
            String name,
            String path,
            Optional<String> domain,
            Optional<Duration> maxAge,
            Secure secure,
            boolean httpOnly,
            Optional<SameSite> sameSite,
            Style style,
            String salt,
            Optional<Duration> expires,
            boolean noneOnlyIfUnderstood)
            implements Mechanism {

        /** A cookie in Mooring's own style. */
        public Cookie(
                String name,
                String path,
                Optional<String> domain,
                Optional<Duration> maxAge,
                Secure secure,
                boolean httpOnly,
                Optional<SameSite> sameSite) {
            this(name, path, domain, maxAge, secure, httpOnly, sameSite, Style.SIGNED, "", Optional.empty(), false);
        }

        /** Whether a client that came, or did not come, over TLS is told to send it over TLS only. */
        public boolean isSecure(boolean overTls) {
            return secure == Secure.ALWAYS || (secure == Secure.AUTO && overTls);
        }

        /** Whose cookie it looks like, and what its value means. */
        public enum Style {
            /** Mooring's own: names the backend, signed. */
            SIGNED,
            /** Application Gateway: MD5 of the backend's socket address, with a twin for cross-site requests. */
            APPLICATION_GATEWAY,
            /** Front Door: a hash of the origin, with a twin for cross-site requests. */
            FRONT_DOOR,
            /** ingress-nginx, mode balanced: a random key that is hashed onto a ring. */
            INGRESS_NGINX_BALANCED,
            /** ingress-nginx, mode persistent: names the backend by a salted MD5. */
            INGRESS_NGINX_PERSISTENT,
            /** nginx's sticky cookie, of NGINX Gateway Fabric: MD5 of address and port. */
            NGINX_STICKY,
            /** Application Gateway for Containers: a quoted key that is hashed onto a ring. */
            APPLICATION_GATEWAY_FOR_CONTAINERS,
            /** Envoy's stateful session: base64 of the address. */
            ENVOY;

            /** Whether its value is a key that is hashed onto a ring; the others name a backend. */
            public boolean isKey() {
                return this == INGRESS_NGINX_BALANCED || this == APPLICATION_GATEWAY_FOR_CONTAINERS;
            }
        }

        @Override
        public String label() {
            return "cookie";
        }

        /** The name unless the configuration says otherwise. */
        public static final String DEFAULT_NAME = "MOORING";

        /** The cookie that a configuration without details asks for. */
        public static final Cookie DEFAULT = new Cookie(
                DEFAULT_NAME, "/", Optional.empty(), Optional.empty(), Secure.AUTO, true, Optional.of(SameSite.LAX));

        /** When the Secure attribute is set. */
        public enum Secure {
            AUTO,
            ALWAYS,
            NEVER
        }
    }

    /**
     * By rendezvous hashing of its address: no memory, and a changed backend moves only its own clients.
     *
     * @param network which bits of the address count
     */
    public record ClientIpHash(ClientNetwork network) implements Mechanism {
        @Override
        public String label() {
            return "client-ip-hash";
        }
    }

    /**
     * By its address, remembered from the first request on.
     *
     * @param network which bits of the address count
     * @param timeout how long after its last request a client is forgotten; 1 s to 86400 s
     * @param maxEntries how many clients are remembered; the least recently used goes first
     */
    public record ClientIpTable(ClientNetwork network, Duration timeout, int maxEntries) implements Mechanism {
        @Override
        public String label() {
            return "client-ip-table";
        }

        public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(3);
        public static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
        public static final Duration MAX_TIMEOUT = Duration.ofDays(1);
        public static final int DEFAULT_MAX_ENTRIES = 100_000;
    }

    /**
     * By a header field that the balancer gives out in a response and the client sends back.
     *
     * @param name the field's name
     */
    public record IssuedHeader(String name) implements Mechanism {
        @Override
        public String label() {
            return "issued-header";
        }
    }

    /**
     * By hashing a text made of the request onto a ring, as ingress-nginx and lua-resty-balancer do it.
     *
     * @param template the text, with nginx's variables such as {@code $request_uri}
     * @param subsetSize the key picks a group of so many backends, one of which is then drawn; 0 for a single backend
     */
    public record HashRing(String template, int subsetSize) implements Mechanism {
        @Override
        public String label() {
            return "hash-ring";
        }
    }

    /**
     * By rendezvous hashing of a request header's value.
     *
     * @param name the header's name
     */
    public record Header(String name) implements Mechanism {
        @Override
        public String label() {
            return "header";
        }
    }

    /**
     * By a session id that the application itself gave out, in a response header or a cookie.
     *
     * @param source where the id stands
     * @param name the header's or the cookie's name, such as {@code Mcp-Session-Id}
     * @param timeout how long after its last use an id is forgotten
     * @param maxEntries how many ids are remembered; the least recently used goes first
     */
    public record Learned(Source source, String name, Duration timeout, int maxEntries) implements Mechanism {
        @Override
        public String label() {
            return "learned";
        }

        public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(3);
        public static final int DEFAULT_MAX_ENTRIES = 100_000;

        /** Where an application's session id stands. */
        public enum Source {
            HEADER,
            COOKIE
        }
    }

    /**
     * Which leading bits of an address make a client.
     *
     * @param ipv4Prefix 0 to 32
     * @param ipv6Prefix 0 to 128
     */
    public record ClientNetwork(int ipv4Prefix, int ipv6Prefix) {
        /** Each IPv4 address, and each IPv6 network that one subscriber gets. */
        public static final ClientNetwork DEFAULT = new ClientNetwork(32, 64);
    }
}
