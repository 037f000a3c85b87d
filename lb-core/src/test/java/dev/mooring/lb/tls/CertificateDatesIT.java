// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.model.TlsSpec.ClientAuth;
import dev.mooring.lb.model.TlsSpec.Version;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.TestGateway;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log says that clients will refuse a certificate because of its dates. */
final class CertificateDatesIT {
    private final TestTls tls = new TestTls();

    private static List<ILoggingEvent> warnings(CertificateSpec certificate) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(TlsContexts.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = TestGateway.pool(backend)
                        .tls(new TlsSpec(
                                List.of(certificate), Version.TLS_1_2, ClientAuth.NONE, Optional.empty(), true))
                        .start()) {
            assertTrue(gateway.port() > 0);
            return log.list.stream()
                    .filter(event -> event.getLevel() == Level.WARN)
                    .toList();
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void anExpiredCertificateIsTold() throws Exception {
        List<ILoggingEvent> warnings = warnings(tls.expired("localhost"));
        assertEquals(1, warnings.size(), warnings::toString);
        String text = warnings.get(0).getFormattedMessage();
        assertTrue(text.contains("certificate 'localhost' expired at "), text);
    }

    @Test
    void nothingIsSaidOfAGoodOne() throws Exception {
        assertEquals(List.of(), warnings(tls.certificate("localhost")));
    }
}
