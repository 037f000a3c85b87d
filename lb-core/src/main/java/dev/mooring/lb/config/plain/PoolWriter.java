// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import dev.mooring.lb.model.ProxyProtocol;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.UnavailableSpec;
import java.util.List;
import java.util.Set;

/** Writes a pool in Mooring's own form. */
final class PoolWriter {
    private PoolWriter() {}

    static Node pool(PoolSpec pool, Secrets secrets) {
        Block block = new Block()
                .put(
                        "backends",
                        Block.list(pool.backends().stream()
                                .map(PoolWriter::backend)
                                .toList()))
                .put("balancer", pool.balancer().label())
                .put("affinity", AffinityWriter.affinity(pool.affinity()));
        pool.probe().ifPresent(probe -> block.put("probe", probe(probe)));
        block.put(
                        "passive",
                        new Block()
                                .put("failures", countOrOff(pool.passive().failures()))
                                .put("duration", pool.passive().duration())
                                .node())
                .put("timeouts", timeouts(pool.timeouts()))
                .put("retries", retry(pool.retry()))
                .put("drain-timeout", pool.drainTimeout());
        if (!pool.group().equals(pool.name())) {
            block.put("group", pool.group());
        }
        forward(block, pool.forward(), secrets);
        if (!pool.buffering().equals(BufferingSpec.OFF)) {
            block.put("buffering", buffering(pool.buffering()));
        }
        if (!pool.unavailable().equals(UnavailableSpec.DEFAULT)) {
            block.put(
                    "unavailable",
                    new Block()
                            .put("status", pool.unavailable().status())
                            .put("fail-open", pool.unavailable().failOpen())
                            .node());
        }
        return block.node();
    }

    private static void forward(Block block, ForwardSpec forward, Secrets secrets) {
        if (!forward.hostHeader().equals(HostHeaderSpec.CLIENT)) {
            block.put("host-header", hostHeader(forward.hostHeader()));
        }
        forward.tls().ifPresent(tls -> block.put("tls", TlsWriter.backend(tls, secrets)));
        if (!forward.keepAlive().equals(ForwardSpec.DEFAULT.keepAlive())) {
            block.put("keep-alive", forward.keepAlive());
        }
        if (forward.perConnection()) {
            block.put("per-connection", true);
        }
        if (forward.proxyProtocol() != ProxyProtocol.OFF) {
            block.put("proxy-protocol", Labels.of(forward.proxyProtocol()));
        }
    }

    private static Node hostHeader(HostHeaderSpec host) {
        return switch (host.kind()) {
            case CLIENT -> Block.word(HostHeaderReader.CLIENT);
            case BACKEND -> Block.word(HostHeaderReader.BACKEND);
            case FIXED ->
                Set.of(HostHeaderReader.CLIENT, HostHeaderReader.BACKEND).contains(host.text())
                        ? new Block().put("name", host.text()).node()
                        : Block.text(host.text());
        };
    }

    /** A number if that is all there is to say. */
    static Node retry(RetrySpec retry) {
        if (retry.equals(RetrySpec.times(retry.times()))) {
            return Block.word(Integer.toString(retry.times()));
        }
        List<Node> onStatus = retry.onStatus().stream()
                .sorted()
                .map(status -> Block.word(Integer.toString(status)))
                .toList();
        return new Block()
                .put("times", retry.times())
                .put("on-timeout", retry.onTimeout())
                .put("on-status", Block.list(onStatus))
                .put("non-idempotent", retry.nonIdempotent())
                .putOrOff("within", retry.within())
                .put("backoff", retry.backoff())
                .node();
    }

    static Node buffering(BufferingSpec buffering) {
        return new Block()
                .put("requests", buffering.requests())
                .put("responses", Labels.of(buffering.responses()))
                .node();
    }

    private static Node backend(BackendSpec backend) {
        Block block = new Block()
                .put("name", backend.id())
                .put("address", PlainWriter.address(backend.host(), backend.port()))
                .put("weight", backend.weight())
                .put("max-connections", countOrOff(backend.maxConnections()));
        if (backend.priority() != 0) {
            block.put("priority", backend.priority());
        }
        return block.putIfPresent("identity", backend.identity().map(HostPort::toString))
                .node();
    }

    private static Node probe(ProbeSpec probe) {
        Block block = new Block()
                .put("path", probe.path())
                .putIfPresent("host", probe.host())
                .put("interval", probe.interval())
                .put("timeout", probe.timeout())
                .put("unhealthy-threshold", probe.unhealthyThreshold())
                .put("healthy-threshold", probe.healthyThreshold())
                .put(
                        "expected-status",
                        Block.list(probe.expectedStatus().stream()
                                .map(PoolWriter::status)
                                .toList()))
                .putIfPresent("expected-body", probe.expectedBody());
        if (!probe.method().equals(ProbeSpec.DEFAULT.method())) {
            block.put("method", probe.method());
        }
        if (!probe.userAgent().equals(ProbeSpec.DEFAULT_USER_AGENT)) {
            block.put("user-agent", probe.userAgent());
        }
        probe.port().ifPresent(port -> block.put("port", port));
        if (probe.minHealthy() != 0) {
            block.put("min-healthy", probe.minHealthy());
        }
        return block.node();
    }

    private static Node status(StatusRange range) {
        return Block.word(range.first() == range.last() ? "" + range.first() : range.first() + "-" + range.last());
    }

    static Node timeouts(TimeoutSpec timeouts) {
        Block block = new Block()
                .put("connect", timeouts.connect())
                .putOrOff("first-byte", timeouts.firstByte())
                .putOrOff("idle", timeouts.idle())
                .putOrOff("total", timeouts.total());
        timeouts.attempt().ifPresent(attempt -> block.put("attempt", attempt));
        return block.node();
    }

    static Node countOrOff(int count) {
        return Block.word(count > 0 ? Integer.toString(count) : "off");
    }
}
