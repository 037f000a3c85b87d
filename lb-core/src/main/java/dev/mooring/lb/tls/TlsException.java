// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import java.io.IOException;

/** A certificate, key or authority that cannot be used. The message says which, and never holds a secret. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
