// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority of the test's own, what it vouches for, and both ends of TLS made with the JDK's sockets. */
public final class TestTls {
    private final KeyMaterial authority;

    /** A new authority. */
    public TestTls() {
        try {
            authority = Issuer.authority("test authority", Instant.now(), Duration.ofDays(1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyMaterial issue(String... hosts) {
        try {
            return Issuer.leaf(authority, List.of(hosts), Instant.now(), Duration.ofDays(1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's certificate. */
    public String caPem() throws GeneralSecurityException {
        return Pem.write(authority.chain());
    }

    /** A certificate for these hosts. */
    public CertificateSpec certificate(String... hosts) throws GeneralSecurityException {
        KeyMaterial leaf = issue(hosts);
        return new CertificateSpec(
                hosts[0], new CertificateSpec.PemText(Pem.write(leaf.chain()), Pem.write(leaf.key())));
    }

    /** A certificate that ended yesterday. */
    public CertificateSpec expired(String... hosts) throws GeneralSecurityException {
        KeyMaterial leaf =
                Issuer.leaf(authority, List.of(hosts), Instant.now().minus(Duration.ofDays(3)), Duration.ofDays(1));
        return new CertificateSpec(
                hosts[0], new CertificateSpec.PemText(Pem.write(leaf.chain()), Pem.write(leaf.key())));
    }

    /** TLS to a backend that has a certificate of this authority for the name. */
    public BackendTlsSpec trusting(String name) throws GeneralSecurityException {
        return new BackendTlsSpec(
                true, true, BackendTlsSpec.ServerName.FIXED, Optional.of(name), Optional.of(caPem()), Optional.empty());
    }

    /** A context whose trust is this authority, and which shows a certificate if there is one. */
    public SSLContext context(Optional<CertificateSpec> own) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.leaf());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.isEmpty() ? null : keys(own.get()), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] keys(CertificateSpec own) throws GeneralSecurityException, IOException {
        KeyMaterial material =
                new CertificateLoader(new LocalAuthority(Optional.empty())).load(own, List.of("localhost"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", material.key(), new char[0], material.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return keys.getKeyManagers();
    }

    /** A client that trusts this authority and asks for this server name; empty for none. */
    public RawClient client(int port, String serverName, String... protocols)
            throws GeneralSecurityException, IOException {
        SSLSocket socket = socket(context(Optional.empty()), port, serverName);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return RawClient.over(socket);
    }

    /** A socket of this context that has not begun its handshake. */
    public static SSLSocket socket(SSLContext context, int port, String serverName) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        if (!serverName.isEmpty()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            socket.setSSLParameters(parameters);
        }
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** A backend that speaks TLS. */
    public RawBackend backend(CertificateSpec certificate, boolean wantsClients, RawBackend.Conversation conversation)
            throws GeneralSecurityException, IOException {
        SSLServerSocket socket = (SSLServerSocket)
                context(Optional.of(certificate)).getServerSocketFactory().createServerSocket();
        socket.setNeedClientAuth(wantsClients);
        return RawBackend.start(socket, conversation);
    }
}
