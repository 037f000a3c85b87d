// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which browsers take {@code SameSite=None} for Strict, as far as ingress-nginx knows them. Pure. */
final class SameSiteNone {
    private static final Pattern CHROME = Pattern.compile("Chrome/[456]\\d(?!\\d)");
    private static final Pattern IOS = Pattern.compile("iPhone OS 12|iPad; CPU OS 12");

    private SameSiteNone() {}

    static boolean isMisreadBy(@Nullable String userAgent) {
        if (userAgent == null) {
            return false;
        }
        boolean safari = userAgent.contains("Safari/") && !userAgent.contains("Chrome/");
        return CHROME.matcher(userAgent).find()
                || IOS.matcher(userAgent).find()
                || (safari && userAgent.contains("Mac OS X 10_14"));
    }
}
