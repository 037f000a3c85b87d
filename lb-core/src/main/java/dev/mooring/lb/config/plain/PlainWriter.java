// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.YamlWriter;
import dev.mooring.lb.http.Cidr;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;

/**
 * Writes a spec in Mooring's own form: canonical, so that equal specs give the same text. Defaults are written too, so that they are
 * seen, but for those of settings that few files need. Reading the text gives an equal spec.
 */
public final class PlainWriter {
    /** What becomes of secrets. */
    public enum Secrets {
        /** They are written, for a file that is to be read back. */
        REVEALED,
        /** A placeholder stands for them, which reading rejects as too short; for everything that is shown to someone. */
        HIDDEN
    }

    private static final String PLACEHOLDER = "(hidden)";

    private final Secrets secrets;

    private PlainWriter(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The text of a configuration file that asks for this gateway. */
    public static String write(GatewaySpec spec, Secrets secrets) {
        return YamlWriter.write(new PlainWriter(secrets).gateway(spec));
    }

    private MapNode gateway(GatewaySpec spec) {
        Block listeners = new Block();
        for (ListenerSpec listener : spec.listeners()) {
            listeners.put(listener.name(), ListenerWriter.listener(listener, secrets));
        }
        Block pools = new Block();
        for (PoolSpec pool : spec.pools()) {
            pools.put(pool.name(), PoolWriter.pool(pool, secrets));
        }
        Block root = new Block()
                .put("listeners", listeners.node())
                .put(
                        "routes",
                        Block.list(
                                spec.routes().stream().map(RouteWriter::route).toList()))
                .put("pools", pools.node());
        if (!spec.trustedProxies().isEmpty()) {
            root.put(
                    "trusted-proxies",
                    Block.texts(
                            spec.trustedProxies().stream().map(Cidr::toString).toList()));
        }
        if (!spec.cookieSecrets().isEmpty()) {
            root.put(
                    "cookie-secrets",
                    Block.list(spec.cookieSecrets().stream().map(this::secret).toList()));
        }
        root.put("limits", limits(spec.limits()))
                .put("drain-timeout", spec.drainTimeout())
                .put("access-log", accessLog(spec.accessLog()))
                .put("explain", spec.explain());
        spec.admin().ifPresent(admin -> root.put("admin", admin(admin)));
        return root.node();
    }

    private Node secret(SecretSpec secret) {
        return new Block()
                .put("key-id", secret.keyId())
                .put("value", shown(secret.value()))
                .node();
    }

    private static Node limits(LimitSpec limits) {
        return new Block()
                .put("request-line", Block.word(Quantities.writeSize(limits.requestLine())))
                .put("header-bytes", Block.word(Quantities.writeSize(limits.headerBytes())))
                .put("header-count", limits.headerCount())
                .put(
                        "body-bytes",
                        Block.word(limits.bodyBytes().map(Quantities::writeSize).orElse("off")))
                .put("header-time", limits.headerTime())
                .put("keep-alive", limits.keepAlive())
                .put("connections", limits.connections())
                .putOrOff("body-time", limits.pace().bodyTime())
                .put(
                        "body-progress",
                        Block.word(Quantities.writeSize(limits.pace().bodyProgress())))
                .putOrOff("read-time", limits.pace().readTime())
                .put("requests-per-connection", PoolWriter.countOrOff(limits.requestsPerConnection()))
                .put("connections-per-client", PoolWriter.countOrOff(limits.connectionsPerClient()))
                .put("streams", limits.streams())
                .put("pending-per-backend", limits.pendingPerBackend())
                .node();
    }

    private static Node accessLog(AccessLogSpec log) {
        return switch (log.target()) {
            case OFF -> Block.word("off");
            case STDERR -> Block.word("stderr");
            case FILE -> new Block().put("file", log.file()).node();
        };
    }

    private Node admin(AdminSpec admin) {
        Block block = new Block()
                .put("address", address(admin.host(), admin.port()))
                .putIfPresent("token", admin.token().map(this::shown));
        RouteWriter.putTexts(block, "allowed-origins", admin.allowedOrigins());
        return block.node();
    }

    private String shown(String secret) {
        return shown(secret, secrets);
    }

    /** A secret, or what stands for it. */
    static String shown(String secret, Secrets secrets) {
        return secrets == Secrets.REVEALED ? secret : PLACEHOLDER;
    }

    static Node address(String host, int port) {
        return Block.word(new HostPort(host, port).toString());
    }
}
