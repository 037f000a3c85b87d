// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** The ways to speak TLS: a native library where it loads, else the Java runtime's own. */
public enum TlsEngine {
    /** BoringSSL, which comes with Mooring for the usual systems. */
    OPENSSL(SslProvider.OPENSSL),
    /** That of the Java runtime. */
    JDK(SslProvider.JDK);

    private final SslProvider provider;

    TlsEngine(SslProvider provider) {
        this.provider = provider;
    }

    /** The best one of this machine. */
    public static TlsEngine best() {
        return OPENSSL.isAvailable() ? OPENSSL : JDK;
    }

    /** Whether it works on this machine. */
    public boolean isAvailable() {
        return this == JDK || OpenSsl.isAvailable();
    }

    SslProvider provider() {
        return provider;
    }
}
