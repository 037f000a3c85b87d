// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.NameResolver;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the addresses of names: those in the hosts file as it is now, all others by DNS. netty's own look at the hosts file reads it
 * once, or else again and again on the event loop. Safe from any thread.
 */
public final class NameResolvers extends DnsAddressResolverGroup {
    private final HostsFile hosts;

    private NameResolvers(DnsNameResolverBuilder dns, HostsFile hosts) {
        super(dns);
        this.hosts = hosts;
    }

    /**
     * The resolvers of a balancer, one for each event loop.
     *
     * @param nameServer who is asked; empty for those whom the machine asks
     * @param hostsFile the hosts file; empty for that of the machine
     */
    public static NameResolvers of(
            ChannelFactory<? extends DatagramChannel> channels,
            Optional<InetSocketAddress> nameServer,
            Optional<Path> hostsFile) {
        DnsNameResolverBuilder dns = new DnsNameResolverBuilder()
                .datagramChannelFactory(channels)
                .hostsFileEntriesResolver((name, types) -> null);
        nameServer.ifPresent(server -> dns.nameServerProvider(new SingletonDnsServerAddressStreamProvider(server)));
        Path file = hostsFile.orElseGet(HostsFile::ofThisMachine);
        return new NameResolvers(dns, new HostsFile(file, GlobalEventExecutor.INSTANCE, System::nanoTime));
    }

    @Override
    protected NameResolver<InetAddress> newNameResolver(
            EventLoop loop,
            ChannelFactory<? extends DatagramChannel> channels,
            DnsServerAddressStreamProvider nameServers)
            throws Exception {
        DnsNameResolver dns = (DnsNameResolver) super.newNameResolver(loop, channels, nameServers);
        return new HostsFirst(loop, dns);
    }

    /** Confined to its event loop. */
    private final class HostsFirst extends InetNameResolver {
        private final DnsNameResolver dns;

        HostsFirst(EventLoop loop, DnsNameResolver dns) {
            super(loop);
            this.dns = dns;
        }

        @Override
        protected void doResolve(String name, Promise<InetAddress> answer) {
            List<InetAddress> known = hosts.addresses(name, dns.resolvedAddressTypes());
            if (known.isEmpty()) {
                dns.resolve(name, answer);
            } else {
                answer.setSuccess(known.get(0));
            }
        }

        @Override
        protected void doResolveAll(String name, Promise<List<InetAddress>> answer) {
            List<InetAddress> known = hosts.addresses(name, dns.resolvedAddressTypes());
            if (known.isEmpty()) {
                dns.resolveAll(name, answer);
            } else {
                answer.setSuccess(known);
            }
        }

        @Override
        public void close() {
            dns.close();
        }
    }
}
