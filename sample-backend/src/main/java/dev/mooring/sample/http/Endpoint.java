// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

/** Answers requests: the whole server is one endpoint made of smaller ones. Called on the server's event loop. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Takes the exchange over. The answer may be given later, but must be given.
     *
     * @throws Problem when the request cannot be served; the connection turns it into an answer
     */
    void handle(Exchange exchange);
}
