// SPDX-License-Identifier: Apache-2.0
/**
 * TLS: certificates and keys from wherever a configuration has them, Mooring's own local authority, and the contexts that
 * connections are made with. Never opens a socket. Start with {@link dev.mooring.lb.tls.TlsContexts}.
 */
@NullMarked
package dev.mooring.lb.tls;

import org.jspecify.annotations.NullMarked;
