// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LocalPortsTest {
    private final LocalPorts ports = new LocalPorts();

    @Test
    void privilegedPortsMoveAndOthersStay() {
        assertEquals(8080, ports.take(80));
        assertEquals(8443, ports.take(443));
        assertEquals(10_022, ports.take(22));
        assertEquals(1024, ports.take(1024));
        assertEquals(50_051, ports.take(50_051));
    }

    @Test
    void takenPortsGiveWay() {
        ports.take(80);
        assertEquals(10_080, ports.take(80));
        assertEquals(10_081, ports.take(80));
        assertEquals(18_080, ports.take(8080), "8080 stands in for 80 already");
        assertEquals(65_535, ports.take(65_535));
        assertEquals(1024, ports.take(65_535));
    }

    @Test
    void whenNoneIsLeftAnyFreeOneWillDo() {
        for (int port = 1024; port <= 65_535; port++) {
            ports.take(port);
        }
        assertEquals(0, ports.take(443));
    }
}
