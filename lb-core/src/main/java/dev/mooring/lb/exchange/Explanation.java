// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Leg;
import dev.mooring.lb.runtime.Pool;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.selection.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a request would go, and why: the decisions of an exchange without the exchange, made by the very classes that serve
 * traffic. Binds nobody and sends nothing. Immutable.
 *
 * @param route the name of the route; empty when none matches
 * @param failure what keeps the request from being served
 * @param answer the balancer's own answer: a redirect, a response, a page about the failure
 * @param leg the way to the pool, with the clocks that apply; empty when there is none
 * @param selection the backend that would be chosen now, with the reason; empty when there is no pool
 * @param sent what a backend would be sent; empty when nobody would be sent anything
 */
public record Explanation(
        String route,
        Optional<Failure> failure,
        Optional<LocalResponse> answer,
        Optional<Leg> leg,
        Optional<Selection> selection,
        Optional<Sent> sent) {

    /**
     * A request's head as a backend would get it.
     *
     * @param method the method
     * @param target the target
     * @param fields the header fields in their order
     */
    public record Sent(String method, String target, List<Field> fields) {
        public Sent {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A header field.
     *
     * @param name its name
     * @param value its value
     */
    public record Field(String name, String value) {}

    /**
     * Explains one request without a body.
     *
     * @param listener the name of the listener that it would come by
     */
    public static Explanation of(Snapshot snapshot, RequestHead head, String listener) {
        Passage passage = new Passage(snapshot, head, listener);
        Failure failure = passage.route();
        Leg leg = failure == null ? passage.leg() : null;
        Selection selection = leg == null ? null : leg.pool().select(head);
        boolean nobody = selection != null && selection.candidate() == null;
        Failure reason = nobody ? Failure.NO_BACKEND : failure;
        LocalResponse page = reason == null ? passage.answer() : passage.failure(reason);
        return new Explanation(
                passage.target() == null ? "" : passage.target().route().name(),
                Optional.ofNullable(reason),
                Optional.ofNullable(page),
                Optional.ofNullable(leg),
                Optional.ofNullable(selection),
                leg != null && selection != null && selection.candidate() instanceof BackendState backend
                        ? Optional.of(sent(passage, head, leg.pool(), backend))
                        : Optional.empty());
    }

    private static Sent sent(Passage passage, RequestHead head, Pool pool, BackendState backend) {
        HeaderChanges fields = passage.request(Framing.NONE, false, pool, backend);
        List<Field> received = new ArrayList<>();
        for (int i = 0; i < fields.original().size(); i++) {
            if (!fields.isDropped(i)) {
                received.add(
                        new Field(fields.original().name(i), fields.original().value(i)));
            }
        }
        List<Field> added = new ArrayList<>();
        for (int i = 0; i < fields.addedCount(); i++) {
            added.add(new Field(fields.addedName(i), fields.addedValue(i)));
        }
        List<Field> all = new ArrayList<>(fields.isAddedFirst() ? added : received);
        all.addAll(fields.isAddedFirst() ? received : added);
        return new Sent(head.method(), passage.sentTarget(), all);
    }
}
