// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses web pages of other origins: a browser sends their requests, even where it does not show them the answer. Programs send
 * neither {@code Origin} nor {@code Sec-Fetch-Site}, and pass. Pure.
 */
final class OriginGuard {
    /** The methods that change nothing. */
    static final Set<String> READS = Set.of("GET", "HEAD");

    private final Set<String> allowed = new HashSet<>();

    /** Pages of these origins may read and order. */
    OriginGuard(List<String> allowedOrigins) {
        allowedOrigins.forEach(origin -> allowed.add(origin.toLowerCase(Locale.ROOT)));
        // Sandboxed frames and files share the origin null: whoever allows it allows everyone.
        allowed.remove("null");
    }

    /** Who asks. */
    enum Verdict {
        /** A program, or a page of our own. */
        OURS,
        /** A page of an allowed origin, which needs CORS fields to read the answer. */
        ALLOWED_PAGE,
        /** Some other page. */
        REFUSED
    }

    /**
     * Judges one request.
     *
     * @param origins the values of {@code Origin}
     * @param host the value of {@code Host}, which has passed {@link HostGuard}
     * @param fetchSite the value of {@code Sec-Fetch-Site}; null when there is none
     */
    Verdict judge(String method, List<String> origins, String host, @Nullable String fetchSite) {
        if (origins.size() > 1) {
            return Verdict.REFUSED;
        }
        if (origins.isEmpty()) {
            return mayOmitOrigin(method, fetchSite) ? Verdict.OURS : Verdict.REFUSED;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        if (allowed.contains(origin)) {
            return Verdict.ALLOWED_PAGE;
        }
        boolean sameOrigin = origin.equals("http://" + host.toLowerCase(Locale.ROOT));
        return sameOrigin && !"cross-site".equals(fetchSite) ? Verdict.OURS : Verdict.REFUSED;
    }

    /** Browsers omit Origin for links and images. A page on another port of this host may link here, and no more. */
    private static boolean mayOmitOrigin(String method, @Nullable String fetchSite) {
        if (fetchSite == null || fetchSite.equals("none") || fetchSite.equals("same-origin")) {
            return true;
        }
        return fetchSite.equals("same-site") && READS.contains(method);
    }
}
