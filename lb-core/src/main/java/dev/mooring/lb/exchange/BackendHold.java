// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Leg;
import dev.mooring.lb.runtime.Pool;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.selection.Selection;
import dev.mooring.lb.selection.Tried;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backend that serves an exchange now, with the place that was reserved at it, and those that were tried before it. What is
 * taken is given back exactly once. Confined to one event loop.
 */
final class BackendHold {
    private @Nullable Selection selection;
    private @Nullable BackendState backend;
    private Tried tried = Tried.NOTHING;
    private Failure whenNone = Failure.NO_BACKEND;
    private boolean pending;
    private boolean stream;
    // Made only for those who tell clients of each of them.
    private @Nullable List<Selection> picks;
    private boolean tunnel;

    /** Chooses a backend and reserves a place at it; the selection has no candidate when none can serve. */
    Selection take(Leg leg, RequestHead head, ConnectionMemory memory, int mostPending) {
        Pool pool = leg.pool();
        while (true) {
            Selection chosen = choose(pool, head, memory);
            if (chosen.candidate() == null) {
                return chosen;
            }
            BackendState state = (BackendState) chosen.candidate();
            if (state.reserve()) {
                if (state.await(mostPending)) {
                    selection = chosen;
                    backend = state;
                    pending = true;
                    notePick(leg, chosen);
                    return chosen;
                }
                state.release();
                whenNone = Failure.TOO_MANY_PENDING;
            }
            // Too many wait there, or somebody took the last place between the look and the grasp.
            tried = tried.andFull(chosen);
        }
    }

    private Selection choose(Pool pool, RequestHead head, ConnectionMemory memory) {
        if (!pool.isPerConnection()) {
            return pool.bind(head, tried);
        }
        String own = memory.backend(pool.name());
        Selection kept = own == null || !tried.isEmpty() ? null : pool.stay(own);
        Selection chosen = kept == null ? pool.bind(head, tried) : kept;
        if (chosen.candidate() != null) {
            memory.remember(pool.name(), chosen.backend());
        }
        return chosen;
    }

    /** Whether another backend could take the request if this one is given up. */
    boolean hasOther(Pool pool, RequestHead head) {
        return selection != null && pool.select(head, tried.and(selection)).candidate() != null;
    }

    /** The backend was tried in vain: another one is to be taken. */
    void lose(Failure failure, Pool pool) {
        giveBack();
        tried = selection == null ? tried : tried.and(selection);
        // When there is no other backend, what happened to this one is the answer, unless the client may have no other.
        whenNone = pool.spec().affinity().whenUnavailable() == WhenUnavailable.STRICT ? Failure.NO_BACKEND : failure;
    }

    /** What it means when none can serve. */
    Failure whenNone() {
        return whenNone;
    }

    /** The backend has begun this response, or taken up another protocol; whether it is an event stream. */
    boolean answeredBy(ResponseHead response) {
        stopWaiting();
        tunnel = response.isInterim();
        stream = ResponseRewriter.isEventStream(response.headers());
        if (tunnel) {
            backend().tunnelOpened();
        }
        if (stream) {
            backend().streamOpened();
        }
        return stream;
    }

    /** Whether this response may begin: of event streams there are only so many at a time. */
    boolean hasRoomFor(ResponseHead response, Snapshot snapshot) {
        return !ResponseRewriter.isEventStream(response.headers())
                || snapshot.streams() < snapshot.spec().limits().streams();
    }

    /** Gives the place back, if there is one. */
    void giveBack() {
        if (backend == null) {
            return;
        }
        stopWaiting();
        if (stream) {
            backend.streamClosed();
            stream = false;
        }
        if (tunnel) {
            backend.tunnelClosed();
            tunnel = false;
        }
        backend.release();
        backend = null;
    }

    private void stopWaiting() {
        if (pending) {
            backend().answered();
            pending = false;
        }
    }

    private void notePick(Leg leg, Selection chosen) {
        if (leg.issuesCookie() && chosen.bindsAnew() && leg.pool().tellsEachPick()) {
            picks = picks == null ? new ArrayList<>(2) : picks;
            picks.add(chosen);
        }
    }

    /** Tells the client of its backend in the backend's response, in front of the cookies that the backend itself sets. */
    void tell(Leg leg, RequestHead head, ResponseHead response, HeaderChanges fields) {
        boolean tells = picks != null
                || (selection != null
                        && selection.bindsAnew()
                        && leg.issuesCookie()
                        && leg.pool().tellsWith(head, response.status(), response.headers()));
        if (!tells) {
            return;
        }
        int before = fields.addedCount();
        tellAll(leg, head, fields);
        fields.insert(HeaderName.SET_COOKIE, before);
    }

    /** Tells the client in a response of the balancer's own, where that is done. */
    void tellFailure(@Nullable Leg leg, RequestHead head, HeaderChanges fields) {
        if (leg != null && picks != null) {
            tellAll(leg, head, fields);
        }
    }

    private void tellAll(Leg leg, RequestHead head, HeaderChanges fields) {
        if (picks != null) {
            picks.forEach(pick -> leg.pool().tell(head, pick, leg.cookiePath(), fields));
        } else if (selection != null) {
            leg.pool().tell(head, selection, leg.cookiePath(), fields);
        }
    }

    /** Whether the backend serves no more. */
    boolean isRetired() {
        return backend != null && backend.isRetired();
    }

    /** The backend held. */
    BackendState backend() {
        if (backend == null) {
            throw new IllegalStateException("no backend is held");
        }
        return backend;
    }
}
