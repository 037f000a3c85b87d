// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.List;
import java.util.Optional;

/**
 * The admin listener.
 *
 * @param host the local address; anything but loopback needs a token
 * @param port the local port; 0 for any free one
 * @param token what a caller must show as {@code Authorization: Bearer}; empty for none
 * @param allowedOrigins web origins, such as {@code http://127.0.0.1:8080}, whose pages may drive it
 */
public record AdminSpec(String host, int port, Optional<String> token, List<String> allowedOrigins) {
    public AdminSpec {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Everything but the token. */
    @Override
    public String toString() {
        return "AdminSpec[host=" + host + ", port=" + port + ", token=" + (token.isPresent() ? "(hidden)" : "(none)")
                + ", allowedOrigins=" + allowedOrigins + "]";
    }
}
