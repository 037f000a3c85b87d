// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.MooringProcess;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --tls}: certificates from the user's own authority, which is made once. */
final class TlsRunIT {
    @Test
    void anAuthorityIsMadeOnceAndWhoTrustsItIsServed(@TempDir Path home) throws Exception {
        Path directory = home.resolve("mooring");
        try (MooringProcess first = start(home)) {
            URI uri = first.uri();
            assertEquals("https", uri.getScheme());
            HttpResponse<String> response = get(directory.resolve("ca.pem"), uri);
            assertEquals(200, response.statusCode());
            assertEquals(HttpClient.Version.HTTP_2, response.version());
            first.awaitErr("curl --cacert " + directory.resolve("ca.pem"));
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> keys =
                    files.filter(file -> file.toString().endsWith("-key.pem")).toList();
            assertEquals(2, keys.size(), keys::toString);
            for (Path key : keys) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
            }
        }
        byte[] authority = Files.readAllBytes(directory.resolve("ca.pem"));
        try (MooringProcess second = start(home)) {
            assertEquals(200, get(directory.resolve("ca.pem"), second.uri()).statusCode());
            assertEquals(-1, second.errText().indexOf("PRIVATE KEY"));
        }
        assertEquals(new String(authority, US_ASCII), Files.readString(directory.resolve("ca.pem")));
    }

    @Test
    void aCertificateThatCannotBeReadIsToldAndNothingIsServed(@TempDir Path home) throws Exception {
        Path broken = Files.writeString(home.resolve("broken.pem"), "not a certificate");
        Path config = Files.writeString(
                home.resolve("mooring.yaml"),
                "listeners:\n  web: {address: 127.0.0.1:0, tls: {certificates: [{certificate: " + broken
                        + "}]}}\npools:\n  a:\n    backends: [127.0.0.1:9]\n");
        try (MooringProcess process = mooring("run", config.toString()).run()) {
            assertEquals(Mooring.FAILED, process.exitCode());
            assertTrue(process.errText().contains("broken.pem"), process.story());
            assertTrue(process.out().isEmpty(), process.story());
        }
    }

    @Test
    void theDirectoryIsTheOneThatXdgNames() {
        assertEquals(Optional.of(Path.of("/x/mooring")), LocalTrust.directory("/x", "/home/a"));
        assertEquals(Optional.of(Path.of("/home/a/.config/mooring")), LocalTrust.directory(null, "/home/a"));
        assertEquals(Optional.of(Path.of("/home/a/.config/mooring")), LocalTrust.directory("relative", "/home/a"));
        assertEquals(Optional.empty(), LocalTrust.directory(null, null));
    }

    private static MooringProcess start(Path home) throws Exception {
        return mooring("run", "--tls", "--samples", "1", "--listen", "127.0.0.1:0")
                .environment("XDG_CONFIG_HOME", home.toString())
                .serving();
    }

    private static HttpResponse<String> get(Path ca, URI uri) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(ca)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + uri.getPort() + "/api/whoami"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
