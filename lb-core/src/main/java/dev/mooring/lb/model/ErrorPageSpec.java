// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * A page that clients get instead of the balancer's own one for a status.
 *
 * @param status the status that it stands for, which it keeps
 * @param contentType its media type
 * @param body its text
 */
public record ErrorPageSpec(int status, String contentType, String body) {}
