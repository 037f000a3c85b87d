// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.util.concurrent.CountDownLatch;

/** A balancer in a process of its own, for what would hurt the test's: prints its port and serves until it is killed. */
public final class TightGateway {
    private TightGateway() {}

    /** Serves in front of the backend on this port. */
    public static void main(String[] arguments) throws Exception {
        try (TestGateway gateway =
                TestGateway.pool().backend(Integer.parseInt(arguments[0])).start()) {
            System.out.println(gateway.port());
            new CountDownLatch(1).await();
        }
    }
}
