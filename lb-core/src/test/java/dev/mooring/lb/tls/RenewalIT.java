// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mooring.lb.Gateway;
import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.model.CertificateSpec.PemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log says which certificates a reload has renewed, of listeners and of pools. */
class RenewalIT {
    private static final Resources FILES = new Resources() {
        @Override
        public Optional<String> readFile(String from, String path) {
            try {
                return Optional.of(Files.readString(Path.of(path)));
            } catch (IOException cannot) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.empty();
        }
    };

    private final TestTls tls = new TestTls();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Gateway.class);

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private Path write(String file, String host) throws Exception {
        PemText pem = (PemText) tls.certificate(host).source();
        return Files.writeString(directory.resolve(file), pem.certificate() + pem.key());
    }

    private String reload(Gateway gateway) throws Exception {
        lines.list.clear();
        gateway.reload().toCompletableFuture().get(5, TimeUnit.SECONDS);
        List<String> said = lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("reload: "))
                .toList();
        assertEquals(1, said.size(), said::toString);
        return said.get(0);
    }

    @Test
    void whatAReloadHasRenewedIsTold() throws Exception {
        String text =
                """
                listeners: {web: {address: "127.0.0.1:0", tls: {certificates: [
                  {name: one, certificate: "%s"}, {name: two, certificate: "%s"}]}}}
                pools: {app: {backends: ["127.0.0.1:1"], tls: {client-certificate: {name: own, certificate: "%s"}}}}
                """.formatted(write("one.pem", "one.test"), write("two.pem", "two.test"), write("own.pem", "own"));
        LoadResult config = new ConfigLoader(FILES).load(List.of(new SourceFile("mooring.yaml", text)), Overrides.NONE);
        assertTrue(config.spec().isPresent(), () -> config.diagnostics().toString());
        try (Gateway gateway = Gateway.start(config.spec().orElseThrow(), Transport.best(), () -> config, List.of())) {
            assertEquals("reload: unchanged", reload(gateway));
            write("two.pem", "two.test");
            String until = ", valid until \\d{4}-\\d\\d-\\d\\dT[0-9:]+Z";
            String listener = reload(gateway);
            assertTrue(
                    listener.matches("reload: unchanged; renewed: certificate 'two' of listener 'web'" + until),
                    listener);
            write("own.pem", "own");
            String pool = reload(gateway);
            assertTrue(pool.matches("reload: unchanged; renewed: certificate 'own' of pool 'app'" + until), pool);
            assertEquals("reload: unchanged", reload(gateway));
        }
    }
}
