// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.Endpoint;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SetCookie;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Pool;
import dev.mooring.lb.selection.Selection;
import dev.mooring.lb.selection.Tried;
import java.util.Optional;
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
    private boolean stream;
    private boolean tunnel;

    /** Chooses a backend and reserves a place at it; the selection has no candidate when none can serve. */
    Selection take(Pool pool, RequestHead head) {
        while (true) {
            Selection chosen = pool.bind(head, tried);
            if (chosen.candidate() == null) {
                return chosen;
            }
            BackendState state = (BackendState) chosen.candidate();
            if (state.reserve()) {
                selection = chosen;
                backend = state;
                return chosen;
            }
            // Somebody took the last place between the look and the grasp.
            tried = tried.andFull(chosen);
        }
    }

    /** The backend was tried in vain: another one is to be taken. */
    void lose(Failure failure, Pool pool) {
        giveBack();
        tried = selection == null ? tried : tried.and(selection);
        // When there is no other backend, what happened to this one is the answer, unless the client may have no other.
        whenNone = pool.spec().affinity().whenUnavailable() == WhenUnavailable.STRICT ? Failure.NO_BACKEND : failure;
    }

    /** Where, and how, the backend is to be connected to for this request. */
    Endpoint endpoint(LoopServices loop, Pool pool, RequestHead head) {
        String host = RequestRewriter.host(head, backend());
        return loop.connections().endpoint(backend(), pool.spec().forward().tls(), host);
    }

    /** What it means when none can serve. */
    Failure whenNone() {
        return whenNone;
    }

    /** The backend has begun this response, or taken up another protocol; whether it is an event stream. */
    boolean answeredBy(ResponseHead response) {
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

    /** Gives the place back, if there is one. */
    void giveBack() {
        if (backend == null) {
            return;
        }
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

    /** What the client must be told of this backend; empty when it knows already, or need not know. */
    Optional<SetCookie> newCookie(Pool pool, RequestHead head) {
        boolean bindsAnew = selection != null && selection.bindsAnew();
        return bindsAnew ? pool.cookie(head, backend().id()) : Optional.empty();
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
