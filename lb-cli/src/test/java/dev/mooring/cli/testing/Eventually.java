// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something that happens soon, and no longer than a test may take. */
public final class Eventually {
    /** Generous, since machines that build are busy; a test that passes does not wait for it. */
    public static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private Eventually() {}

    /** Something to be asked again and again, which may fail. */
    @FunctionalInterface
    public interface Question {
        boolean ask() throws Exception;
    }

    /** Waits until it is so. */
    public static void holds(String what, Question question) throws Exception {
        holds(what, PATIENCE, question, () -> "");
    }

    /** Waits until it is so, for so long; a failure tells what is known then. */
    public static void holds(String what, Duration patience, Question question, Supplier<String> known)
            throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!question.ask()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience + ": " + what + "\n" + known.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
