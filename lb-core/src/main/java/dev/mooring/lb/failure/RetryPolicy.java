// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.failure;

import dev.mooring.lb.failure.Failure.Retry;
import java.util.Set;

/**
 * Decides whether a request whose try failed is tried again: never when it could be executed twice to another effect than
 * once (RFC 9110, 9.2.2). Pure.
 */
public final class RetryPolicy {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private RetryPolicy() {}

    /**
     * What a configuration allows beyond that. Immutable.
     *
     * @param onTimeout whether a backend that does not answer in time is a reason
     * @param anyMethod whether a request is repeated even if it may be executed twice to another effect than once
     * @param tooLate whether the time for further tries is over
     * @param sameConnection whether the client's connection belongs to one backend
     */
    public record Allowance(boolean onTimeout, boolean anyMethod, boolean tooLate, boolean sameConnection) {
        /** Nothing. */
        public static final Allowance NONE = new Allowance(false, false, false, false);
    }

    /** What happens next, and why. */
    public enum Decision {
        NOT_RETRYABLE(
                Next.GIVE_UP, "A failure of this kind is not cured by another try, or the backend may have acted."),
        TRIES_USED_UP(Next.GIVE_UP, "The pool allows no more tries."),
        TOO_LATE(Next.GIVE_UP, "The time within which further tries may begin is over."),
        CONNECTION_BOUND(Next.GIVE_UP, "The client's connection belongs to this backend."),
        NOT_REPLAYABLE(Next.GIVE_UP, "Part of the request's body was passed on and is not kept."),
        NOT_IDEMPOTENT(Next.GIVE_UP, "The backend may have executed the request, and its method is not idempotent."),
        NOTHING_SENT(Next.OTHER_BACKEND, "No octet of the request had left."),
        STALE_CONNECTION(
                Next.FRESH_CONNECTION,
                "The backend closed a kept connection before it answered, which it may do at any time; the request can be"
                        + " repeated."),
        IDEMPOTENT(Next.OTHER_BACKEND, "The backend may have executed the request, but its method is idempotent.");

        private final Next next;
        private final String sentence;

        Decision(Next next, String sentence) {
            this.next = next;
            this.sentence = sentence;
        }

        /** What to do. */
        public Next next() {
            return next;
        }

        /** Whether there is another try. */
        public boolean retry() {
            return next != Next.GIVE_UP;
        }

        /** Why, in one sentence, for the decision trace. */
        public String sentence() {
            return sentence;
        }
    }

    /** What to do after a failed try. */
    public enum Next {
        /** The client gets the failure. */
        GIVE_UP,
        /** Select again, without the backends that were tried. */
        OTHER_BACKEND,
        /**
         * The same backend on a new connection: nothing is known against it, and its client must not lose it because a kept
         * connection was closed.
         */
        FRESH_CONNECTION
    }

    /** Decides about one failed try. */
    public static Decision decide(Failure failure, FailedTry attempt) {
        return decide(failure, attempt, Allowance.NONE);
    }

    /** Decides about one failed try. */
    public static Decision decide(Failure failure, FailedTry attempt, Allowance allowed) {
        Retry retry = retry(failure, allowed);
        if (retry == Retry.NEVER || (attempt.sent() && retry == Retry.IF_NOTHING_SENT)) {
            return Decision.NOT_RETRYABLE;
        }
        if (attempt.sent() && !attempt.replayable()) {
            return Decision.NOT_REPLAYABLE;
        }
        if (attempt.sent() && !allowed.anyMethod() && !IDEMPOTENT.contains(attempt.method())) {
            return Decision.NOT_IDEMPOTENT;
        }
        return decideAgain(failure, attempt, allowed);
    }

    /** The request may be repeated: whether it is, and where. */
    private static Decision decideAgain(Failure failure, FailedTry attempt, Allowance allowed) {
        if (attempt.tries() > attempt.maxRetries()) {
            return Decision.TRIES_USED_UP;
        }
        if (allowed.tooLate()) {
            return Decision.TOO_LATE;
        }
        if (attempt.reused() && !isAnswer(failure)) {
            return Decision.STALE_CONNECTION;
        }
        if (allowed.sameConnection()) {
            return Decision.CONNECTION_BOUND;
        }
        return attempt.sent() ? Decision.IDEMPOTENT : Decision.NOTHING_SENT;
    }

    private static Retry retry(Failure failure, Allowance allowed) {
        boolean late = failure == Failure.RESPONSE_TIMEOUT || failure == Failure.ATTEMPT_TIMEOUT;
        return late && allowed.onTimeout() ? Retry.IF_IDEMPOTENT : failure.retry();
    }

    /** Whether the backend was alive on this connection: a fresh one would tell nothing new. */
    private static boolean isAnswer(Failure failure) {
        return failure == Failure.STATUS_REFUSED
                || failure == Failure.RESPONSE_TIMEOUT
                || failure == Failure.ATTEMPT_TIMEOUT;
    }
}
