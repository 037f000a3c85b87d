// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.http.Cidr;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.HashRing;
import dev.mooring.lb.model.AffinitySpec.Header;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenFailed;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PaceSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import dev.mooring.lb.model.ProxyProtocol;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.SecretSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.model.UnavailableSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes valid specs, each part of them by chance, with texts that YAML finds hard. */
final class SpecGenerator {
    private static final List<String> NAMES = List.of(
            "web",
            "null",
            "~",
            "true",
            "8080",
            "-",
            "a:b",
            "a#b",
            "\"q\"",
            "'s'",
            "{x}",
            "[y]",
            "&a",
            "*b",
            "!t",
            "%d",
            "@e",
            "|",
            ">",
            "?",
            "<<",
            "=",
            "off",
            "0x1f",
            "1e3",
            ".inf",
            "ns/svc:80",
            "x,y",
            "a:",
            "---",
            "...",
            "\\n");
    private static final List<String> TEXTS = List.of(
            "", " ", " lead", "trail ", "a: b", "a #b", "tab\there", "grüße", "no", "2024-01-01", "\u00a0", "\\", "\"");
    private static final List<String> UNICODE =
            List.of("🚢", "日本", "\u2028", "\ufeff", "\u0085", "\u200f", "\n", "\r\n\n x");

    private final Random random;

    SpecGenerator(Random random) {
        this.random = random;
    }

    GatewaySpec gateway() {
        List<String> listeners = names();
        List<String> pools = names();
        RouteGenerator routes = new RouteGenerator(random, this::text);
        return new GatewaySpec(
                indexed(
                        listeners.size(),
                        i -> perhapsOverTls(
                                routes.listener(listeners.get(i), pick("127.0.0.1", "::1", "a.b"), 1000 + i))),
                indexed(1 + random.nextInt(4), i -> routes.route(pick(NAMES) + i, listeners, pools)),
                pools.stream().map(this::pool).toList(),
                some(() -> Cidr.parse(pick("10.0.0.0/8", "::1", "2001:db8::/32", "1.2.3.4"))
                        .orElseThrow()),
                indexed(random.nextInt(3), i -> new SecretSpec("k" + i, pick(NAMES) + "0123456789abcdef" + text())),
                limits(),
                duration(),
                pick(
                        AccessLogSpec.OFF,
                        new AccessLogSpec(AccessLogSpec.Target.STDERR, ""),
                        new AccessLogSpec(AccessLogSpec.Target.FILE, "x" + text())),
                random.nextBoolean(),
                maybe(this::admin));
    }

    private PoolSpec pool(String name) {
        return new PoolSpec(
                name,
                indexed(
                        random.nextInt(4),
                        i -> new BackendSpec(
                                pick(NAMES) + i,
                                pick("h", "::1", "1.2.3.4"),
                                1 + i,
                                random.nextInt(1001),
                                random.nextInt(3),
                                random.nextInt(3),
                                maybe(() -> new HostPort(pick("10.0.0.4", "::1", "app.example.com"), 80)))),
                pick(BalancerKind.values()),
                affinity(),
                maybe(this::probe),
                new PassiveSpec(random.nextInt(3), duration()),
                timeouts(),
                retry(),
                duration(),
                random.nextBoolean() ? name : pick(NAMES),
                new ForwardSpec(
                        pick(
                                HostHeaderSpec.CLIENT,
                                HostHeaderSpec.BACKEND,
                                HostHeaderSpec.fixed(pick("client", "backend", "a.b:80", "null", "[::1]"))),
                        maybe(this::backendTls),
                        duration(),
                        random.nextBoolean(),
                        pick(ProxyProtocol.values())),
                buffering(),
                new UnavailableSpec(pick(503, 502, 500), random.nextBoolean()));
    }

    private ListenerSpec perhapsOverTls(ListenerSpec listener) {
        return random.nextInt(3) == 0 ? listener.withTls(tls()) : listener;
    }

    private TlsSpec tls() {
        return new TlsSpec(
                indexed(1 + random.nextInt(3), i -> certificate()),
                pick(TlsSpec.Version.values()),
                pick(TlsSpec.ClientAuth.values()),
                maybe(() -> "pem" + text()),
                random.nextBoolean());
    }

    private CertificateSpec certificate() {
        Optional<String> password = maybe(() -> "p" + text());
        return new CertificateSpec(
                pick(NAMES),
                pick(
                        new CertificateSpec.PemText("pem" + text(), pick(NAMES)),
                        new CertificateSpec.Pkcs12File(pick(NAMES), password),
                        new CertificateSpec.Pkcs12Text(pick(NAMES), password),
                        new CertificateSpec.Local()));
    }

    private BackendTlsSpec backendTls() {
        boolean fixed = random.nextBoolean();
        return new BackendTlsSpec(
                random.nextBoolean(),
                random.nextBoolean(),
                fixed
                        ? BackendTlsSpec.ServerName.FIXED
                        : pick(
                                BackendTlsSpec.ServerName.HOST_HEADER,
                                BackendTlsSpec.ServerName.BACKEND,
                                BackendTlsSpec.ServerName.NONE),
                fixed ? Optional.of(pick("a.b", "null")) : Optional.empty(),
                maybe(() -> "pem" + text()),
                maybe(this::certificate));
    }

    private TimeoutSpec timeouts() {
        return new TimeoutSpec(
                duration(), maybe(this::duration), maybe(this::duration), maybe(this::duration), maybe(this::duration));
    }

    private RetrySpec retry() {
        return random.nextBoolean()
                ? RetrySpec.times(random.nextInt(101))
                : new RetrySpec(
                        random.nextInt(101),
                        random.nextBoolean(),
                        Set.copyOf(some(() -> pick(502, 503, 504))),
                        random.nextBoolean(),
                        maybe(this::duration),
                        Duration.ofMillis(random.nextInt(1000)));
    }

    private BufferingSpec buffering() {
        return new BufferingSpec(random.nextBoolean(), pick(BufferingSpec.Responses.values()));
    }

    private AffinitySpec affinity() {
        Mechanism mechanism = pick(
                new ClientIpHash(network()),
                new ClientIpTable(network(), Duration.ofMillis(1000 + random.nextInt(10_000)), 1 + random.nextInt(9)),
                new Header(pick("x", "null", "1")),
                new IssuedHeader(pick("x", "null", "1")),
                new HashRing(pick("$request_uri", "null", "a: b"), random.nextInt(4)),
                new Learned(pick(Learned.Source.values()), pick("x", "~", "1"), duration(), 1 + random.nextInt(9)),
                new Cookie(
                        pick("x", "null", "__Host-a", "1"),
                        pick("", "/", "/a", "/ b", "/#c"),
                        maybe(() -> pick("a.b", "null")),
                        maybe(() -> Duration.ofSeconds(1 + random.nextInt(100_000))),
                        pick(Cookie.Secure.values()),
                        random.nextBoolean(),
                        maybe(() -> pick(SameSite.values())),
                        pick(Cookie.Style.values()),
                        pick("", "ns-svc-80", "null"),
                        maybe(() -> Duration.ofSeconds(1 + random.nextInt(100_000))),
                        random.nextBoolean()));
        return random.nextInt(5) == 0
                ? AffinitySpec.NONE
                : new AffinitySpec(
                        mechanism, pick(WhenUnavailable.values()), pick(WhenBack.values()), pick(WhenFailed.values()));
    }

    private ClientNetwork network() {
        return new ClientNetwork(random.nextInt(33), random.nextInt(129));
    }

    private ProbeSpec probe() {
        return new ProbeSpec(
                pick("/", "/a?b=c:d", "/null"),
                maybe(() -> pick("a", "a.b:80", "[::1]:80")),
                duration(),
                duration(),
                1 + random.nextInt(1000),
                1 + random.nextInt(1000),
                some(() -> new StatusRange(100 + random.nextInt(100), 200 + random.nextInt(100))),
                maybe(this::text),
                pick("GET", "HEAD"),
                pick(ProbeSpec.DEFAULT_USER_AGENT, "Edge Health Probe", "null"),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(65535)),
                random.nextInt(3));
    }

    private LimitSpec limits() {
        return new LimitSpec(
                64 + random.nextInt(10_000),
                1024 * (1 + random.nextInt(1000)),
                1 + random.nextInt(10_000),
                maybe(() -> (long) random.nextInt(Integer.MAX_VALUE) * random.nextInt(100)),
                duration(),
                duration(),
                1 + random.nextInt(100_000),
                new PaceSpec(maybe(this::duration), random.nextInt(10_000), maybe(this::duration)),
                random.nextInt(3),
                random.nextInt(3),
                1 + random.nextInt(100_000),
                1 + random.nextInt(100_000));
    }

    private AdminSpec admin() {
        return new AdminSpec(
                "127.0.0.1",
                random.nextInt(100),
                maybe(() -> "0123456789abcdef" + pick(NAMES)),
                some(() -> pick("http://a", "https://[::1]:8443")));
    }

    private Duration duration() {
        return Duration.ofMillis((1 + random.nextInt(100)) * pick(1L, 1000L, 60_000L, 3_600_000L));
    }

    private String text() {
        return pick(TEXTS) + pick(UNICODE) + pick(TEXTS);
    }

    /** One to three different names. */
    private List<String> names() {
        return random.ints(0, NAMES.size())
                .distinct()
                .limit(1 + random.nextInt(3))
                .mapToObj(NAMES::get)
                .toList();
    }

    private <T> List<T> indexed(int size, IntFunction<T> item) {
        return IntStream.range(0, size).mapToObj(item).toList();
    }

    private <T> List<T> some(Supplier<T> item) {
        return indexed(random.nextInt(3), i -> item.get()).stream().distinct().toList();
    }

    private <T> Optional<T> maybe(Supplier<T> item) {
        return random.nextBoolean() ? Optional.of(item.get()) : Optional.empty();
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    @SafeVarargs
    private <T> T pick(T... items) {
        return items[random.nextInt(items.length)];
    }
}
