// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.model.ListenerSpec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The listeners that are open now. Safe from any thread; opening and closing wait for the socket, so not on an event loop. */
public final class Listeners {
    private final FrontendServer server;
    private final Map<Place, Channel> open = new LinkedHashMap<>();

    /** What cannot be changed without opening another socket; the rest of a listener is asked for with each connection. */
    private record Place(String name, String host, int port) {
        static Place of(ListenerSpec listener) {
            return new Place(listener.name(), listener.host(), listener.port());
        }
    }

    /**
     * What opening changed.
     *
     * @param opened the listeners that were not open before
     * @param obsolete those that are open and not asked for any more
     */
    public record Change(List<ListenerSpec> opened, List<ListenerSpec> obsolete) {}

    /** No listener yet. */
    public Listeners(FrontendServer server) {
        this.server = server;
    }

    /**
     * Opens those that are not open already.
     *
     * @return what is to be closed when what serves the others is in place, or else when it will not be
     * @throws IOException if an address cannot be had; none is opened then
     */
    public synchronized Change open(List<ListenerSpec> wanted) throws IOException {
        Map<Place, Channel> opened = new LinkedHashMap<>();
        List<ListenerSpec> added = new ArrayList<>();
        for (ListenerSpec listener : wanted) {
            if (open.containsKey(Place.of(listener))) {
                continue;
            }
            ChannelFuture bound = server.bind(listener).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                opened.values().forEach(channel -> channel.close().awaitUninterruptibly());
                throw new IOException("cannot listen on " + listener.host() + ":" + listener.port() + " (listener "
                        + listener.name() + "): " + reason(bound.cause()));
            }
            opened.put(Place.of(listener), bound.channel());
            added.add(listener);
        }
        Set<Place> places = wanted.stream().map(Place::of).collect(Collectors.toSet());
        List<ListenerSpec> obsolete = open.keySet().stream()
                .filter(place -> !places.contains(place))
                .map(place -> new ListenerSpec(place.name(), place.host(), place.port()))
                .toList();
        open.putAll(opened);
        return new Change(List.copyOf(added), obsolete);
    }

    private static String reason(Throwable cause) {
        return cause instanceof UnresolvedAddressException ? "no such host" : String.valueOf(cause.getMessage());
    }

    /** Closes these; the connections they have accepted go on. */
    public synchronized void close(List<ListenerSpec> obsolete) {
        obsolete.forEach(listener -> {
            Channel channel = open.remove(Place.of(listener));
            if (channel != null) {
                channel.close();
            }
        });
    }

    /** Closes all, and waits until nobody can connect any more. */
    public synchronized void closeAll() {
        open.values().forEach(channel -> channel.close().awaitUninterruptibly());
        open.clear();
    }

    /** The addresses that they really have, by name. */
    public synchronized Map<String, InetSocketAddress> addresses() {
        return open.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().name(),
                        entry -> (InetSocketAddress) entry.getValue().localAddress(),
                        (first, second) -> second,
                        LinkedHashMap::new));
    }
}
