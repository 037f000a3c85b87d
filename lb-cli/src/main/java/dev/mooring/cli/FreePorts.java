// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves listeners whose local port nobody chose, since it follows from a port in the cloud, to the next free one if it is
 * taken. Each listener keeps its port for as long as the process lives. Confined to one thread.
 */
final class FreePorts {
    private static final Logger LOG = LoggerFactory.getLogger(FreePorts.class);
    private static final int TRIES = 100;

    private final Map<String, Integer> chosen = new LinkedHashMap<>();

    /** For each listener that has to move, what {@code --listen} would say. */
    List<String> moves(GatewaySpec spec, List<String> typed) {
        Set<String> named = new HashSet<>();
        for (String option : typed) {
            int equals = option.indexOf('=');
            named.add(equals < 0 ? spec.listeners().get(0).name() : option.substring(0, equals));
        }
        List<String> moves = new ArrayList<>();
        for (ListenerSpec listener : spec.listeners()) {
            boolean mayMove =
                    listener.publicPort().isPresent() && listener.port() != 0 && !named.contains(listener.name());
            if (mayMove) {
                int port = chosen.computeIfAbsent(listener.name(), name -> free(listener));
                if (port != listener.port()) {
                    moves.add(listener.name() + "=" + new HostPort(listener.host(), port));
                }
            }
        }
        return moves;
    }

    private int free(ListenerSpec listener) {
        for (int port = listener.port(); port < Math.min(listener.port() + TRIES, 65_536); port++) {
            if (!chosen.containsValue(port) && isFree(listener.host(), port)) {
                if (port != listener.port()) {
                    LOG.info("port {} is taken: listener {} gets {}", listener.port(), listener.name(), port);
                }
                return port;
            }
        }
        return listener.port();
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
