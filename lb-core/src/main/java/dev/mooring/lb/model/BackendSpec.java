// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * One host and port that serves requests.
 *
 * @param id its stable name, which affinity is bound to: it outlives a change of address
 * @param host a name or an address
 * @param port 1 to 65535
 * @param weight its share among its peers, 1 to 1000; 0 takes no new clients
 * @param maxConnections how many exchanges it serves at a time; 0 for no limit
 */
public record BackendSpec(String id, String host, int port, int weight, int maxConnections) {
    /** The share of a backend unless the configuration says otherwise. */
    public static final int DEFAULT_WEIGHT = 1;

    /** No limit. */
    public static final int UNLIMITED = 0;
}
