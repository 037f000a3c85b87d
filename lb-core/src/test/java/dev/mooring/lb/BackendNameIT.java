// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Backends that are given by name. */
class BackendNameIT {
    private static TestGateway gateway(String host, int port) throws Exception {
        return TestGateway.pool()
                .backend(new BackendSpec("named", host, port, 1, BackendSpec.UNLIMITED))
                .start();
    }

    @Test
    void serverIsFoundOnWhicheverAddressOfLocalhostItListens() throws Exception {
        for (InetAddress address : InetAddress.getAllByName("localhost")) {
            try (RawBackend backend = RawBackend.start(address, talk -> {
                        talk.readHead();
                        talk.ok("here");
                    });
                    TestGateway gateway = gateway("localhost", backend.port());
                    RawClient client = RawClient.connect(gateway)) {
                String response = client.get("/").readResponse();
                assertTrue(response.endsWith("here"), address + ": " + response);
            }
        }
    }

    @Test
    void nameThatDoesNotExistIsARefusedConnection() throws Exception {
        try (TestGateway gateway = gateway("no-such-host.invalid", 80);
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readResponse().startsWith("HTTP/1.1 50"));
            Failure failure = gateway.record().failure();
            assertTrue(failure == Failure.CONNECT_REFUSED || failure == Failure.CONNECT_TIMEOUT, failure + "");
            assertEquals(0, gateway.backend("named").connections());
            gateway.assertIdle();
        }
    }
}
