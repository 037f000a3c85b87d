// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.affinity.AffinityLookup;
import dev.mooring.lb.affinity.Pick;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.selection.Member;
import dev.mooring.lb.selection.Selection;
import dev.mooring.lb.selection.Selector;
import dev.mooring.lb.selection.Tried;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pool of one snapshot: its policies, bound to objects once, and its state, which outlives the snapshot. Thread-safe. */
public final class Pool {
    private final PoolSpec spec;
    private final PoolState state;
    private final Affinity affinity;
    private final Selector selector;
    private final List<BackendState> backends;
    private final Control control;

    Pool(PoolSpec spec, PoolState state, Affinity affinity, Selector selector, Control control) {
        this.spec = spec;
        this.state = state;
        this.affinity = affinity;
        this.selector = selector;
        this.backends = state.backends();
        this.control = control;
    }

    /** The name of the pool. */
    public String name() {
        return spec.name();
    }

    /** What was asked for. */
    public PoolSpec spec() {
        return spec;
    }

    /** Its backends, in the order of the configuration. */
    public List<BackendState> backends() {
        return backends;
    }

    /** All that are serving something: its backends, and after them those that leave it. Each is there once. */
    public List<BackendState> present() {
        return Stream.concat(backends.stream().filter(backend -> !backend.isLeaving()), state.leaving().stream())
                .distinct()
                .toList();
    }

    /** Where this request would go now, and why; binds nobody. */
    public Selection select(RequestHead head) {
        return selector.select(head, state.members(), Tried.NOTHING);
    }

    /** Chooses a backend for this request, and binds the client to it if it was bound to none. */
    public Selection bind(RequestHead head, Tried tried) {
        return selector.bind(head, state.members(), tried);
    }

    /** Where this request would go if these backends had been tried in vain; binds nobody. */
    public Selection select(RequestHead head, Tried tried) {
        return selector.select(head, state.members(), tried);
    }

    /** Whether a client's connection stays with one backend. */
    public boolean isPerConnection() {
        return spec.forward().perConnection();
    }

    /** The backend that a client's connection belongs to, if it still may serve it; else null. */
    public @Nullable Selection stay(String backendId) {
        Member member = state.members().find(backendId);
        return member == null || member.admission() == Admission.CLOSED
                ? null
                : new Selection(member.candidate(), Selection.Reason.BOUND, Selection.Why.NONE, false);
    }

    /** Whether the client is bound to a backend of this pool, serving or not. */
    boolean isBound(RequestHead head) {
        AffinityLookup lookup = affinity.lookup(head);
        String id = lookup.kind() == AffinityLookup.Kind.BACKEND ? lookup.text() : null;
        return affinity.claims(head) || (id != null && state.members().find(id) != null);
    }

    /** Tells the client what it must know to come back to this selection's backend, in fields of its response. */
    public void tell(RequestHead head, Selection selection, Optional<String> cookiePath, HeaderChanges fields) {
        affinity.tell(head, new Pick(selection.backend(), selection.key(), cookiePath), fields);
    }

    /** Whether a client that gets this response is told anything. */
    public boolean tellsWith(RequestHead head, int status, Headers responseHeaders) {
        return affinity.tellsWith(head, status, responseHeaders);
    }

    /** Whether the client is told of each backend that was picked for its request, whatever became of it. */
    public boolean tellsEachPick() {
        return affinity.tellsEachPick();
    }

    /** The backend has answered: the affinity may learn from it. */
    public void answered(Headers responseHeaders, String backendId) {
        affinity.answered(responseHeaders, backendId);
    }

    /** A connection to the backend was opened. Costs nothing unless the one before had failed. */
    public void connected(BackendState backend) {
        if (backend.isSuspected()) {
            control.connected(backend);
        }
    }

    /** A connection to the backend could not be opened. */
    public void connectFailed(BackendState backend) {
        control.connectFailed(backend);
    }
}
