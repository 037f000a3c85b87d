// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * Where clients connect.
 *
 * @param name what routes and messages call it
 * @param host the local address to listen on
 * @param port the local port; 0 for any free one
 */
public record ListenerSpec(String name, String host, int port) {}
