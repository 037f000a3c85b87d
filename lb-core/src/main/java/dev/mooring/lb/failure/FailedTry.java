// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.failure;

/**
 * How far a try at serving a request had come when it failed. Immutable.
 *
 * @param tries tries so far, the failed one included; 1 or more
 * @param maxRetries how many tries more than one there may be
 * @param method the request's method
 * @param reused whether the connection had served another request before
 * @param sent whether any octet of the request was written to it
 * @param replayable whether the whole request can be sent again: it has no body, or none of the body was passed on
 */
public record FailedTry(int tries, int maxRetries, String method, boolean reused, boolean sent, boolean replayable) {}
