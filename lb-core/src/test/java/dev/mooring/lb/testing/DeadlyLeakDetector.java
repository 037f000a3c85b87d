// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/**
 * Ends the test JVM, and so the build, when a buffer was leaked: netty alone only logs it. Netty makes one through {@code
 * -Dio.netty.customResourceLeakDetector}. Leaks show when the garbage collector runs, so it is made to run at the end.
 */
public final class DeadlyLeakDetector<T> extends ResourceLeakDetector<T> {
    private static final int EXIT_CODE = 86;

    /** Called by netty. */
    public DeadlyLeakDetector(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
        Runtime.getRuntime().addShutdownHook(new Thread(DeadlyLeakDetector::lookOnceMore));
    }

    /** Looked up by netty, which still wants an older form as well. */
    public DeadlyLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
        this(resourceType, samplingInterval);
        assert maxActive > 0;
    }

    private static void lookOnceMore() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            // A look at what the collector found is part of each allocation.
            ByteBufAllocator.DEFAULT.ioBuffer(16).release();
        }
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        // Past System.err, which the test runner no longer reads at the end.
        try (PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8)) {
            err.println("LEAK: " + resourceType + " was not released" + records);
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        reportTracedLeak(resourceType, "");
    }
}
