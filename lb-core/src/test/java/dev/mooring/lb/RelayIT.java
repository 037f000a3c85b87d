// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import org.junit.jupiter.api.Test;

/** Requests and responses pass unharmed. */
class RelayIT {
    @Test
    void responseComesBack() throws Exception {
        try (RawBackend backend = RawBackend.named("hello");
                TestGateway gateway = TestGateway.pool(backend).start();
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/x?y=1", "X-Mooring-Explain: 1").readResponse();
            assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"), response);
            assertTrue(response.endsWith("\r\n\r\nhello"), response);
            assertEquals(1, backend.heads().size());
            client.get("/2").readResponse();
            assertEquals(1, backend.accepted());
        }
    }
}
