// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.Gateway;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway in service, from its first line on standard output to its last. */
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private Serving() {}

    /** Says where the gateway listens, then serves until SIGTERM, SIGINT or the end of the process; those end it in order. */
    static int untilStopped(Gateway gateway, PrintWriter out, Runnable afterwards) throws InterruptedException {
        // A JVM that a signal ends exits with 128 and the signal's number; a balancer that drained in order says 0. Set
        // up before
        // anybody is told that there is something to stop.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            LOG.info("stopping: accepting no more, requests in flight may finish");
                            gateway.close();
                            afterwards.run();
                            LOG.info("stopped");
                            LogSetup.finish();
                            Runtime.getRuntime().halt(Mooring.OK);
                        },
                        "mooring-stop"));
        gateway.adminAddress().ifPresent(address -> LOG.info("admin on {}", url("http", address)));
        gateway.addresses()
                .forEach((name, address) -> out.println("listening on " + url(scheme(gateway, name), address)));
        out.flush();
        new CountDownLatch(1).await();
        return Mooring.OK;
    }

    private static String scheme(Gateway gateway, String listener) {
        return gateway.isSecure(listener) ? "https" : "http";
    }

    private static String url(String scheme, InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
