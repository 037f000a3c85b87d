// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

/**
 * What a client may choose for its stream.
 *
 * @param retryMillis the waiting time before a reconnect that the client is told
 * @param heartbeatMillis how long nothing is sent before a comment is
 * @param size smallest length of a tick's data in bytes; shorter data is padded
 * @param count after how many events the stream ends; 0 for never
 */
public record StreamOptions(int retryMillis, int heartbeatMillis, int size, int count) {}
