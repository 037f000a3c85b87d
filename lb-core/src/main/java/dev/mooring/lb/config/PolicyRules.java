// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.model.RoutePolicy;

/** Rules of what a route asks for instead of what its pool does. */
final class PolicyRules {
    private PolicyRules() {}

    static void check(RoutePolicy policy, KeyPath path, Findings findings) {
        policy.timeouts().ifPresent(clocks -> PoolRules.checkTimeouts(clocks, path.child("timeouts"), findings));
        policy.retry().ifPresent(retry -> PoolRules.checkRetry(retry, path.child("retries"), findings));
        policy.cookiePath().filter(cookie -> !isPath(cookie)).ifPresent(cookie -> {
            String expected = "a path that begins with /, without semicolon";
            findings.badValue(path.child("cookie-path"), cookie, expected);
        });
    }

    private static boolean isPath(String path) {
        return path.startsWith("/") && path.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != ';');
    }
}
