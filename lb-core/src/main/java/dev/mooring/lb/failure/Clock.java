// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.failure;

/** The clocks of an exchange. Each has one name, which is the same in configuration, log and metrics. */
public enum Clock {
    /** From the first packet to a backend until its connection is open. */
    CONNECT("connect"),
    /** From the last byte of the request until the first byte of the response. */
    FIRST_BYTE("first-byte"),
    /** Between two bytes, in either direction. */
    IDLE("idle"),
    /** From the request's head until the response's end. */
    TOTAL("total"),
    /** From the beginning of one try until its response's end. */
    ATTEMPT("attempt");

    private final String label;

    Clock(String label) {
        this.label = label;
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
