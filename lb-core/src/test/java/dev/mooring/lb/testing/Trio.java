// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.IOException;

/** A backend, a balancer in front of it, and a client of that. */
public record Trio(RawBackend backend, TestGateway gateway, RawClient client) implements AutoCloseable {
    /** Whatever the backend is to say. */
    public static Trio of(RawBackend.Conversation conversation) throws IOException {
        RawBackend backend = RawBackend.start(conversation);
        TestGateway gateway = TestGateway.pool(backend).start();
        return new Trio(backend, gateway, RawClient.connect(gateway));
    }

    /** A backend that reads heads only, and answers each with these octets. */
    public static Trio answering(String octets) throws IOException {
        return of(talk -> {
            while (true) {
                talk.readHead();
                talk.send(octets);
            }
        });
    }

    /** A backend that reads one head, answers it with these octets, and closes. */
    public static Trio answeringOnce(String octets) throws IOException {
        return of(talk -> {
            talk.readHead();
            talk.send(octets);
        });
    }

    /** The head that the backend got last. */
    public String lastHead() {
        return backend.heads().get(backend.heads().size() - 1);
    }

    @Override
    public void close() throws IOException {
        client.close();
        gateway.close();
        backend.close();
    }
}
