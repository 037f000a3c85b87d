// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What variables are asked of: the client's request, the target as earlier changes left it, and the response once there is one.
 * Immutable.
 *
 * @param head the request as it came
 * @param target the target as it is now
 * @param publicPort the port that the client is told of
 * @param status the response's status; 0 before there is a response
 * @param response the response's header fields; null before there is a response
 */
public record Scene(
        RequestHead head,
        String target,
        int publicPort,
        int status,
        @Nullable Headers response) {
    /** Before anything is changed and before there is a response. */
    public static Scene of(RequestHead head, int publicPort) {
        return new Scene(head, head.target(), publicPort, 0, null);
    }

    /** The same request with another target. */
    Scene withTarget(String newTarget) {
        return new Scene(head, newTarget, publicPort, status, response);
    }

    /** The same exchange, now that there is a response. */
    public Scene answered(int withStatus, Headers fields) {
        return new Scene(head, target, publicPort, withStatus, fields);
    }
}
