// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void nameOfAServiceBecomesOneThatASampleBackendTakes() {
        assertEquals("shop-cart-80", Samples.shortened("shop/cart:80"));
        assertEquals("-2001-db8--1--80", Samples.shortened("[2001:db8::1]:80"));
        assertEquals("x".repeat(60), Samples.shortened("y".repeat(300) + "x".repeat(60)));
    }
}
