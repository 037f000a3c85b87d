// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

/** The versions of HTTP in which clients speak. A later minor version of HTTP/1 is spoken as 1.1. */
public enum HttpVersion {
    /** HTTP/1.0. */
    HTTP_1_0("1.0"),
    /** HTTP/1.1. */
    HTTP_1_1("1.1"),
    /** HTTP/2, whose minor version is 0 where one has to be named (RFC 9110, 2.5). */
    HTTP_2("2.0");

    private final String number;

    HttpVersion(String number) {
        this.number = number;
    }

    /** The number alone, such as {@code 1.1}. */
    public String number() {
        return number;
    }

    /** As it stands in a request line, such as {@code HTTP/1.1}. */
    @Override
    public String toString() {
        return "HTTP/" + number;
    }
}
