// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import java.util.concurrent.CompletionStage;

/**
 * Something that the admin listener can be asked. Immutable.
 *
 * @param method {@code GET}, which also answers HEAD and must change nothing, or {@code POST}
 * @param pattern a path whose parts are text or a name in braces, such as {@code /api/pools/{pool}}
 * @param handler what answers
 */
public record AdminRoute(String method, String pattern, Handler handler) {
    /**
     * Answers. Called on a worker thread, on which it may wait; a stage that fails is answered with 500, and its cause goes to
     * the log.
     */
    @FunctionalInterface
    public interface Handler {
        /** Answers one request. */
        CompletionStage<AdminResponse> handle(AdminRequest request);
    }

    /**
     * A route that the guards understand.
     *
     * @throws IllegalArgumentException if the method is another one, or the pattern is no path
     */
    public AdminRoute {
        if (!method.equals("GET") && !method.equals("POST")) {
            throw new IllegalArgumentException("method: '" + method + "' (expected: GET or POST)");
        }
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException(
                    "pattern: '" + pattern + "' (expected: a path that begins with a slash)");
        }
    }
}
