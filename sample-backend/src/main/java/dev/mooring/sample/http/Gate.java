// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

/** Whether traffic may pass at the moment. A shut gate holds requests and answers back; it does not refuse them. */
@FunctionalInterface
public interface Gate {
    /** True when this request, and the answer to it, have to wait for {@link HttpConnection#gateOpened()}. */
    boolean holds(Request request);
}
