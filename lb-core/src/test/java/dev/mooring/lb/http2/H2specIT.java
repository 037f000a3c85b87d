// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.tls.TestTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The conformance suite of strangers: every case of it, over TLS and without. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class H2specIT {
    private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
    private static final int TAR_BLOCK = 512;
    private static final Pattern TOTALS = Pattern.compile("(\\d+) tests, (\\d+) passed, (\\d+) skipped, (\\d+) failed");

    @TempDir
    private static Path directory = Path.of(".");

    private static Path program = Path.of(".");

    @BeforeAll
    static void unpack() throws IOException {
        try (InputStream archive = Objects.requireNonNull(H2specIT.class.getResourceAsStream(ARCHIVE));
                InputStream tar = new GZIPInputStream(archive)) {
            while (true) {
                byte[] header = tar.readNBytes(TAR_BLOCK);
                String name = new String(header, 0, 100, StandardCharsets.US_ASCII).replaceAll("\0.*", "");
                int size = Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII).strip(), 8);
                byte[] content = tar.readNBytes(size);
                tar.skipNBytes((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
                if (name.endsWith("h2spec")) {
                    program = Files.write(directory.resolve("h2spec"), content);
                    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
                    return;
                }
            }
        }
    }

    @Test
    void allCasesPassWithoutTls() throws Exception {
        try (RawBackend backend = backend();
                TestGateway gateway = TestGateway.pool(backend).h2c().start()) {
            check(List.of("-p", Integer.toString(gateway.port())));
            gateway.assertIdle();
        }
    }

    @Test
    void allCasesPassOverTls() throws Exception {
        TlsSpec tls = TlsSpec.of(List.of(new TestTls().certificate("localhost")));
        try (RawBackend backend = backend();
                TestGateway gateway = TestGateway.pool(backend).tls(tls).start()) {
            check(List.of("-t", "-k", "-p", Integer.toString(gateway.port())));
            gateway.assertIdle();
        }
    }

    /** Answers each request, whatever its method and its body, with more than a window's worth of it. */
    private static RawBackend backend() throws IOException {
        return RawBackend.start(talk -> {
            talk.readHead();
            talk.ok("h2spec looks at the body".repeat(10), "Connection: close");
            talk.readToEnd();
        });
    }

    private static void check(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-h", "127.0.0.1", "-o", "2"));
        command.addAll(options);
        Path report = directory.resolve("report.txt");
        Process run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        try {
            assertTrue(run.waitFor(120, TimeUnit.SECONDS), "h2spec does not end");
        } finally {
            run.destroyForcibly();
        }
        String text = Files.readString(report);
        Matcher totals = TOTALS.matcher(text);
        assertTrue(totals.find(), text);
        assertEquals("0", totals.group(4), text);
        assertTrue(Integer.parseInt(totals.group(2)) >= 140, text);
    }
}
