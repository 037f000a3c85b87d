// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.http.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mooring demo}: the balancer, some backends and a page to watch and break them, without any file. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run a balancer over sample backends; open the printed address in a browser.")
final class DemoCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Address of the balancer; port 0 for a free one.")
    private @Nullable String listenAt;

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Option(
            names = "--backends",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of sample backends, 1 to 16 (${DEFAULT-VALUE}).")
    private int backends = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (backends < 1 || backends > 16) {
            throw bad("--backends: " + backends + " (expected: 1 to 16)");
        }
        try {
            HostPort listen = address("--listen", Optional.ofNullable(listenAt), 8080);
            HostPort admin = address("--admin", options.admin(), 8081);
            Demo demo = Demo.start(listen, admin, options.transport(), backends);
            LOG.info("open the printed address in a browser, or: curl -N http://{}/api/events/stream", listen);
            return Serving.untilStopped(demo.gateway(), spec.commandLine().getOut(), demo::closeBackends);
        } catch (IOException e) {
            spec.commandLine().getErr().println("mooring: " + e.getMessage());
            return Mooring.FAILED;
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    /** The address asked for; else the usual port, or any free one when somebody else has that. */
    private HostPort address(String option, Optional<String> asked, int usualPort) throws IOException {
        if (asked.isEmpty()) {
            return isFree(usualPort) ? new HostPort("127.0.0.1", usualPort) : insteadOf(usualPort);
        }
        HostPort address = HostPort.parse(asked.get())
                .filter(parsed -> parsed.port() >= 0)
                .orElseThrow(() -> bad(option + ": '" + asked.get() + "' (expected: HOST:PORT)"));
        return address.port() == 0 ? anyFree(address.host()) : address;
    }

    private static HostPort insteadOf(int usualPort) throws IOException {
        HostPort free = anyFree("127.0.0.1");
        LOG.info("port {} is taken, so {} is used instead", usualPort, free.port());
        return free;
    }

    /** A free port, known before anything listens on it, since the page's origin and the admin listener's address hold it. */
    private static HostPort anyFree(String host) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return new HostPort(host, free.getLocalPort());
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
