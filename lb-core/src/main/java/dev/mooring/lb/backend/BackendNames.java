// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of backends that are given by name. The resolver keeps an answer for as long as its TTL says; when it is asked in
 * vain, or does not answer soon, the last good addresses go on to be used. Confined to its event loop.
 */
final class BackendNames {
    private static final Logger LOG = LoggerFactory.getLogger(BackendNames.class);

    /** So long an answer is waited for when there are old addresses. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** So long after a failure nobody waits at all. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** So often the resolver is asked whether a name still means what it meant; it mostly answers from its cache. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final AddressResolver<InetSocketAddress> resolver;
    private final LongSupplier nanoClock;
    private final Map<String, Known> byName = new HashMap<>();

    /** What is known of a name that has been resolved. */
    private static final class Known {
        private List<InetAddress> addresses;
        private long asked;
        private boolean failing;
        private long restUntil;

        Known(List<InetAddress> addresses) {
            this.addresses = addresses;
        }

        List<InetSocketAddress> at(int port) {
            return addresses.stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        }
    }

    BackendNames(EventLoop loop, AddressResolver<InetSocketAddress> resolver, LongSupplier nanoClock) {
        this.loop = loop;
        this.resolver = resolver;
        this.nanoClock = nanoClock;
    }

    /** The addresses of a name, as they are now or, if that cannot be found out, as they were. */
    Future<List<InetSocketAddress>> resolve(InetSocketAddress name) {
        Known known = byName.get(name.getHostString());
        if (known == null) {
            return ask(name);
        }
        List<InetSocketAddress> old = known.at(name.getPort());
        if (known.failing && nanoClock.getAsLong() - known.restUntil < 0) {
            return loop.newSucceededFuture(old);
        }
        Promise<List<InetSocketAddress>> answer = loop.newPromise();
        Runnable giveUp = () -> {
            if (!answer.isDone()) {
                failed(name, known, "no answer in " + PATIENCE.toSeconds() + " s");
                answer.setSuccess(old);
            }
        };
        Future<?> timer = loop.schedule(giveUp, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        ask(name).addListener((FutureListener<List<InetSocketAddress>>) resolved -> {
            timer.cancel(false);
            answer.trySuccess(resolved.isSuccess() ? resolved.getNow() : old);
        });
        return answer;
    }

    private Future<List<InetSocketAddress>> ask(InetSocketAddress name) {
        Future<List<InetSocketAddress>> asked = resolver.resolveAll(name);
        asked.addListener((FutureListener<List<InetSocketAddress>>) resolved -> {
            Known known = byName.get(name.getHostString());
            if (resolved.isSuccess()) {
                learn(name.getHostString(), known, resolved.getNow());
            } else if (known != null) {
                failed(name, known, String.valueOf(resolved.cause().getMessage()));
            }
        });
        return asked;
    }

    private void learn(String name, @Nullable Known known, List<InetSocketAddress> found) {
        List<InetAddress> addresses =
                found.stream().map(InetSocketAddress::getAddress).toList();
        if (known == null) {
            known = new Known(addresses);
            known.asked = nanoClock.getAsLong();
            byName.put(name, known);
        } else if (known.failing) {
            LOG.info("the name {} can be resolved again", name);
        }
        known.addresses = addresses;
        known.failing = false;
    }

    private void failed(InetSocketAddress name, Known known, String why) {
        if (!known.failing) {
            LOG.warn(
                    "the name {} cannot be resolved ({}); {} stays in use", name.getHostString(), why, known.addresses);
        }
        known.failing = true;
        known.restUntil = nanoClock.getAsLong() + REST.toNanos();
    }

    /** Whether an open connection goes where the name led to before. Also finds out, once in a while, where it leads to now. */
    boolean isStale(InetSocketAddress name, Channel connection) {
        Known known = name.isUnresolved() ? byName.get(name.getHostString()) : null;
        if (known == null || !(connection.remoteAddress() instanceof InetSocketAddress remote)) {
            return false;
        }
        long now = nanoClock.getAsLong();
        boolean resting = known.failing && now - known.restUntil < 0;
        if (!resting && now - known.asked >= INTERVAL.toNanos()) {
            known.asked = now;
            ask(name);
        }
        return !known.addresses.contains(remote.getAddress());
    }
}
