// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.PathNormalizer;
import dev.mooring.lb.http.QueryParameters;
import dev.mooring.lb.model.Profile;
import java.util.regex.Pattern;

/** In which form a listener compares paths. */
enum PathForm {
    /** As {@link dev.mooring.lb.http.RequestHead#path} has it. */
    ENCODED,
    /** With everything decoded: an encoded slash is a slash. */
    DECODED,
    /** Decoded, and several slashes in a row are one, as nginx does it. */
    MERGED;

    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    static PathForm of(Profile profile) {
        return switch (profile) {
            case APPLICATION_GATEWAY -> DECODED;
            case INGRESS_NGINX, NGINX_GATEWAY_FABRIC -> MERGED;
            case PLAIN, FRONT_DOOR, SERVICE_CLIENT_IP, GATEWAY_API, APPLICATION_GATEWAY_FOR_CONTAINERS -> ENCODED;
        };
    }

    /** The path in this form; the same string when there is nothing to do. */
    String apply(String path) {
        if (this == ENCODED) {
            return path;
        }
        boolean encoded = path.indexOf('%') >= 0;
        String decoded = encoded ? QueryParameters.decode(path, false) : path;
        boolean doubled = this == MERGED && decoded.contains("//");
        String merged = doubled ? SLASHES.matcher(decoded).replaceAll("/") : decoded;
        // What was hidden behind an encoding may be a dot segment.
        return encoded ? PathNormalizer.removeDots(merged) : merged;
    }
}
