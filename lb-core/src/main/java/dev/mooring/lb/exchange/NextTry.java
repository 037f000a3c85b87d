// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.FailedTry;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.failure.RetryPolicy;
import dev.mooring.lb.failure.RetryPolicy.Allowance;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.runtime.Leg;

/**
 * What follows from a failed try of one exchange. Made when one has failed.
 *
 * @param head the request
 * @param leg the way that it takes
 * @param upload how far it has come
 * @param trace what has happened
 * @param clocks when
 */
record NextTry(RequestHead head, Leg leg, RequestUpload upload, ExchangeTrace trace, ExchangeClocks clocks) {
    RetryPolicy.Next after(Failure failure, long now) {
        RetrySpec retry = leg.retry();
        boolean tooLate = retry.within()
                .filter(within -> clocks.sinceFirstAttempt(now, retry.backoff()).compareTo(within) > 0)
                .isPresent();
        FailedTry failed = trace.failedTry(head, upload.isBegun(), upload.isReplayable(), retry);
        Allowance allowed = new Allowance(
                retry.onTimeout(), retry.nonIdempotent(), tooLate, leg.pool().isPerConnection());
        return RetryPolicy.decide(failure, failed, allowed).next();
    }
}
