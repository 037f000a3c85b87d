// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.FailedTry;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.failure.Side;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.runtime.Leg;
import dev.mooring.lb.runtime.Target;
import dev.mooring.lb.selection.Selection;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what happens in one exchange until its record is made. Decides nothing. Confined to one event loop. */
final class ExchangeTrace {
    private final String listener;
    private final boolean explains;
    private String route = "";
    private String pool = "";
    private String affinity = "";
    private String backend = "";
    private Reason reason = Reason.NONE;
    private Why why = Why.NONE;
    private boolean reused;
    private boolean trying;
    private int tries;
    // Nearly every exchange has one attempt, which needs no list.
    private @Nullable List<Attempt> failedAttempts;
    private int status;
    private boolean stream;
    private @Nullable Failure failure;
    private @Nullable Clock clock;
    private String detail = "";
    private long bytesFromClient;
    private long bytesToClient;

    ExchangeTrace(String listener, boolean explains) {
        this.listener = listener;
        this.explains = explains;
    }

    void routed(@Nullable Target target, @Nullable Leg leg) {
        if (target != null) {
            route = target.route().name();
            detail = target.ownReason();
        }
        if (leg != null) {
            pool = leg.pool().name();
            affinity = leg.pool().spec().affinity().label();
        }
    }

    void selected(Selection selection) {
        reason = selection.reason();
        why = selection.why();
        backend = selection.backend();
    }

    void connecting(boolean onReused) {
        tries++;
        trying = true;
        reused = onReused;
    }

    void attemptFailed(Failure what, String how) {
        if (failedAttempts == null) {
            failedAttempts = new ArrayList<>(2);
        }
        failedAttempts.add(new Attempt(backend, reason, why, reused, what));
        trying = false;
        detail = how;
    }

    void answered(int withStatus, boolean asStream) {
        status = withStatus;
        stream = asStream;
    }

    void failed(Failure what, String how) {
        failure = what;
        if (status == 0) {
            status = what.status();
        }
        detail = how.isEmpty() ? detail : how;
    }

    void clockFired(Clock fired) {
        clock = fired;
    }

    void fromClient(long bytes) {
        bytesFromClient += bytes;
    }

    void toClient(long bytes) {
        bytesToClient += bytes;
    }

    /** Why no backend was chosen, for the log. */
    String whyNone() {
        return "pool " + pool + ": " + Labels.of(why);
    }

    FailedTry failedTry(RequestHead head, boolean sent, boolean replayable, RetrySpec retry) {
        return new FailedTry(tries, retry.times(), head.method(), reused, sent, replayable);
    }

    /** Tells the client how the decision was made, if it asks. */
    void explain(RequestHead head, HeaderChanges fields) {
        if (!explains || !"1".equals(head.headers().first(HeaderName.X_MOORING_EXPLAIN))) {
            return;
        }
        StringBuilder text = new StringBuilder("listener=").append(listener);
        text.append("; client=").append(head.client().address().getHostAddress());
        text.append("; route=").append(route.isEmpty() ? "none" : route);
        if (!pool.isEmpty()) {
            text.append("; pool=").append(pool);
            text.append("; affinity=").append(affinity);
            text.append("; selection=").append(Labels.of(reason));
            text.append("; why=").append(Labels.of(why));
            text.append("; backend=").append(backend.isEmpty() ? "none" : backend);
        }
        if (failedAttempts != null) {
            text.append("; failed=");
            for (int i = 0; i < failedAttempts.size(); i++) {
                Attempt attempt = failedAttempts.get(i);
                text.append(i == 0 ? "" : ",").append(attempt.backend()).append(':');
                text.append(attempt.failure() == null ? "" : attempt.failure().label());
            }
        }
        fields.add(HeaderName.X_MOORING_EXPLAIN, text.toString());
    }

    ExchangeRecord record(RequestHead head, BodyEnd bodyEnd, ExchangeRecord.Timing timing) {
        List<Attempt> attempts = failedAttempts == null ? new ArrayList<>(1) : failedAttempts;
        if (trying) {
            boolean itsFault = failure != null && failure.side() == Side.BACKEND;
            attempts.add(new Attempt(backend, reason, why, reused, itsFault ? failure : null));
        }
        return new ExchangeRecord(
                new ExchangeRecord.Request(
                        head.method(),
                        head.host(),
                        head.path(),
                        head.target().indexOf('?') >= 0,
                        head.client().address()),
                new ExchangeRecord.Place(listener, route, pool, backend, reason, why),
                attempts,
                status,
                failure,
                clock,
                bodyEnd,
                stream,
                bytesFromClient,
                bytesToClient,
                timing,
                detail);
    }
}
