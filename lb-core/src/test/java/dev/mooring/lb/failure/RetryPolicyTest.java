// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.RetryPolicy.Allowance;
import dev.mooring.lb.failure.RetryPolicy.Decision;
import dev.mooring.lb.failure.RetryPolicy.Next;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final List<Boolean> BOTH = List.of(false, true);
    private static final Set<Failure> COULD_NOT_OPEN =
            EnumSet.of(Failure.CONNECT_REFUSED, Failure.CONNECT_TIMEOUT, Failure.TLS_FAILED);
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH", "CONNECT", "get", "PROPFIND");

    private static FailedTry fresh(String method, boolean sent, boolean replayable) {
        return new FailedTry(1, 2, method, false, sent, replayable);
    }

    private static Decision decide(Failure failure, FailedTry attempt) {
        return RetryPolicy.decide(failure, attempt);
    }

    /** The rule of the issue, written a second time and differently. */
    private static boolean expected(Failure failure, FailedTry attempt) {
        boolean mayHaveBeenExecuted = attempt.sent();
        boolean idempotent = METHODS.indexOf(attempt.method()) <= METHODS.indexOf("DELETE");
        boolean backendLost = failure == Failure.BACKEND_RESET
                || failure == Failure.SHUTTING_DOWN
                || failure == Failure.STATUS_REFUSED;
        boolean harmless = !mayHaveBeenExecuted || (backendLost && idempotent && attempt.replayable());
        boolean curable = backendLost || COULD_NOT_OPEN.contains(failure);
        return curable && harmless && attempt.tries() - 1 < attempt.maxRetries();
    }

    @Test
    void everyCombinationFollowsTheRule() {
        int retried = 0;
        for (Failure failure : Failure.values()) {
            for (String method : METHODS) {
                for (int bits = 0; bits < 8; bits++) {
                    for (int tries = 1; tries <= 4; tries++) {
                        for (int maxRetries = 0; maxRetries <= 3; maxRetries++) {
                            FailedTry attempt = new FailedTry(
                                    tries, maxRetries, method, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
                            boolean retry = decide(failure, attempt).retry();
                            assertEquals(expected(failure, attempt), retry, failure + " " + attempt);
                            retried += retry ? 1 : 0;
                        }
                    }
                }
            }
        }
        assertTrue(retried > 0);
    }

    @Test
    void connectionThatCouldNotBeOpenedSendsEvenPostToAnotherBackend() {
        for (Failure failure : COULD_NOT_OPEN) {
            assertEquals(Decision.NOTHING_SENT, decide(failure, fresh("POST", false, true)));
            assertEquals(
                    Next.OTHER_BACKEND,
                    decide(failure, fresh("POST", false, false)).next());
        }
    }

    @Test
    void staleKeptConnectionIsReplacedAndTheBackendIsKept() {
        FailedTry stale = new FailedTry(1, 2, "GET", true, true, true);

        assertEquals(Decision.STALE_CONNECTION, decide(Failure.BACKEND_RESET, stale));
        assertEquals(Next.FRESH_CONNECTION, Decision.STALE_CONNECTION.next());
    }

    @Test
    void postOnStaleConnectionIsNotRepeatedOnceItWasSent() {
        for (boolean reused : BOTH) {
            FailedTry sent = new FailedTry(1, 2, "POST", reused, true, true);
            assertEquals(Decision.NOT_IDEMPOTENT, decide(Failure.BACKEND_RESET, sent));
        }
    }

    @Test
    void freshConnectionThatDiedSendsIdempotentRequestToAnotherBackend() {
        assertEquals(Decision.IDEMPOTENT, decide(Failure.BACKEND_RESET, fresh("PUT", true, true)));
        assertEquals(Decision.NOT_REPLAYABLE, decide(Failure.BACKEND_RESET, fresh("PUT", true, false)));
    }

    @Test
    void triesAreBounded() {
        assertTrue(decide(Failure.CONNECT_REFUSED, new FailedTry(2, 2, "GET", false, false, true))
                .retry());
        assertEquals(
                Decision.TRIES_USED_UP,
                decide(Failure.CONNECT_REFUSED, new FailedTry(3, 2, "GET", false, false, true)));
        assertEquals(
                Decision.TRIES_USED_UP,
                decide(Failure.CONNECT_REFUSED, new FailedTry(1, 0, "GET", false, false, true)));
    }

    @Test
    void slowAnswerIsNotTriedElsewhere() {
        assertFalse(decide(Failure.RESPONSE_TIMEOUT, fresh("GET", true, true)).retry());
    }

    @Test
    void everyDecisionHasItsSentence() {
        for (Decision decision : Decision.values()) {
            assertTrue(decision.sentence().endsWith("."), decision.name());
        }
    }

    private static Decision allowed(Failure failure, FailedTry attempt, String words) {
        Allowance allowed = new Allowance(
                words.contains("timeout"), words.contains("any"), words.contains("late"), words.contains("bound"));
        return RetryPolicy.decide(failure, attempt, allowed);
    }

    @ParameterizedTest
    @CsvSource({
        // What fails, method, reused and what is allowed; then what follows.
        "RESPONSE_TIMEOUT, GET,  fresh,  '',          NOT_RETRYABLE",
        "RESPONSE_TIMEOUT, GET,  fresh,  timeout,     IDEMPOTENT",
        "RESPONSE_TIMEOUT, GET,  reused, timeout,     IDEMPOTENT",
        "RESPONSE_TIMEOUT, POST, fresh,  timeout,     NOT_IDEMPOTENT",
        "RESPONSE_TIMEOUT, POST, fresh,  timeout any, IDEMPOTENT",
        "RESPONSE_TIMEOUT, POST, fresh,  any,         NOT_RETRYABLE",
        "ATTEMPT_TIMEOUT,  GET,  fresh,  '',          NOT_RETRYABLE",
        "ATTEMPT_TIMEOUT,  GET,  fresh,  timeout,     IDEMPOTENT",
        "STATUS_REFUSED,   GET,  fresh,  '',          IDEMPOTENT",
        "STATUS_REFUSED,   GET,  reused, '',          IDEMPOTENT",
        "STATUS_REFUSED,   POST, fresh,  '',          NOT_IDEMPOTENT",
        "STATUS_REFUSED,   POST, fresh,  any,         IDEMPOTENT",
        "BACKEND_RESET,    POST, fresh,  any,         IDEMPOTENT",
        "BACKEND_RESET,    GET,  fresh,  late,        TOO_LATE",
        "BACKEND_RESET,    GET,  reused, late,        TOO_LATE",
        "BACKEND_RESET,    GET,  reused, '',          STALE_CONNECTION",
        "BACKEND_RESET,    GET,  reused, bound,       STALE_CONNECTION",
        "BACKEND_RESET,    GET,  fresh,  bound,       CONNECTION_BOUND",
        "TOTAL_TIMEOUT,    GET,  fresh,  timeout any, NOT_RETRYABLE",
        "BODY_STALLED,     GET,  fresh,  timeout any, NOT_RETRYABLE",
    })
    void configurationAllowsMore(Failure failure, String method, String kept, String words, Decision expected) {
        FailedTry attempt = new FailedTry(1, 2, method, kept.equals("reused"), true, true);

        assertEquals(expected, allowed(failure, attempt, words));
    }

    @Test
    void nothingAllowsMoreThanTheTriesOrWhatCannotBeSentAgain() {
        String all = "timeout any";
        assertEquals(
                Decision.TRIES_USED_UP,
                allowed(Failure.RESPONSE_TIMEOUT, new FailedTry(3, 2, "GET", false, true, true), all));
        assertEquals(
                Decision.NOT_REPLAYABLE,
                allowed(Failure.RESPONSE_TIMEOUT, new FailedTry(1, 2, "GET", false, true, false), all));
        assertEquals(
                Decision.CONNECTION_BOUND,
                allowed(Failure.CONNECT_REFUSED, new FailedTry(1, 2, "GET", false, false, true), "bound"));
    }
}
