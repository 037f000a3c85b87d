// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.filter.Filters;
import dev.mooring.lb.filter.Outgoing;
import dev.mooring.lb.filter.RedirectRule;
import dev.mooring.lb.filter.Scene;
import dev.mooring.lb.http.ClientAddress;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Leg;
import dev.mooring.lb.runtime.Manners;
import dev.mooring.lb.runtime.Pool;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.runtime.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration does with one request and its response: which way it takes, and how heads are changed on it. Decides,
 * and does nothing. Confined to one thread.
 */
final class Passage {
    /** Who changes the target more often than this goes round in a circle. */
    private static final int MAX_REROUTES = 10;

    private final Snapshot snapshot;
    private final RequestHead head;
    private final String listener;
    private final Manners manners;
    private @Nullable Target target;
    private @Nullable Leg leg;
    private @Nullable Outgoing out;
    private List<Pool> mirrors = List.of();
    private @Nullable LocalResponse answer;

    Passage(Snapshot snapshot, RequestHead head, String listener) {
        this.snapshot = snapshot;
        this.head = head;
        this.listener = listener;
        this.manners = snapshot.manners(listener);
    }

    /** Decides where the request goes; what keeps it from going anywhere, or null. */
    @Nullable
    Failure route() {
        int refusal = manners.habits().refusal(head);
        if (refusal != 0) {
            answer = OwnPages.status(manners, refusal, head, Headers.EMPTY);
            return null;
        }
        try {
            return follow(head, 0);
        } catch (SafePattern.TooComplex endless) {
            return Failure.REWRITE_ENDLESS;
        }
    }

    private @Nullable Failure follow(RequestHead now, int reroutes) {
        Target found = snapshot.match(now, listener);
        if (found == null) {
            return Failure.NO_ROUTE;
        }
        target = found;
        answer = own(found);
        if (answer != null) {
            return null;
        }
        filter(found, found.filters());
        if (out != null && out.takeReroute()) {
            return reroutes == MAX_REROUTES ? Failure.REWRITE_ENDLESS : follow(out.head(), reroutes + 1);
        }
        leg = found.choose(head);
        if (leg == null) {
            return Failure.NO_BACKEND;
        }
        filter(found, leg.filters());
        return null;
    }

    private void filter(Target by, Filters filters) {
        if (filters.isEmpty()) {
            return;
        }
        out = out == null ? new Outgoing(Scene.of(head, manners.publicPort(head))) : out;
        filters.request(out);
        for (FilterSpec.Mirror mirror : filters.mirrors()) {
            Pool pool = snapshot.pool(mirror.pool());
            if (pool != null && by.draws(mirror.numerator(), mirror.denominator())) {
                mirrors = mirrors.isEmpty() ? new ArrayList<>(2) : mirrors;
                mirrors.add(pool);
            }
        }
    }

    /** The pools that get a copy of the request. */
    List<Pool> mirrors() {
        return mirrors;
    }

    private @Nullable LocalResponse own(Target of) {
        RedirectRule redirect = of.redirect();
        if (redirect != null) {
            boolean dropsSlash = manners.habits().dropsSlash();
            String location = redirect.location(head, manners.listener(), dropsSlash);
            return OwnPages.status(manners, redirect.status(), head, Headers.of("Location", location));
        }
        if (of.ownStatus() != 0) {
            return OwnPages.status(manners, of.ownStatus(), head, Headers.EMPTY);
        }
        Headers preflight = of.filters().preflight(head);
        return preflight == null ? null : new LocalResponse(204, "No Content", preflight, "");
    }

    /** The route; null when there is none. */
    @Nullable
    Target target() {
        return target;
    }

    /** The way to a pool; null when the request goes nowhere. */
    @Nullable
    Leg leg() {
        return leg;
    }

    /** The balancer's own answer; null when it gives none. */
    @Nullable
    LocalResponse answer() {
        return answer;
    }

    /** The target that a backend is to be sent. */
    String sentTarget() {
        return out == null ? head.target() : out.target();
    }

    /** The Host that a backend is told: that of its pool, unless a filter has another. */
    String host(Pool pool, BackendState backend) {
        String filtered = out == null ? null : out.host();
        return filtered == null
                ? RequestRewriter.host(head, pool.spec().forward().hostHeader(), backend)
                : filtered;
    }

    /**
     * What a backend is told: what passes this hop, what is known about the client, then what filters change.
     *
     * @param framing where the body ends
     * @param wasKept whether the body was kept, so that it was asked for already
     */
    HeaderChanges request(Framing framing, boolean wasKept, Pool pool, BackendState backend) {
        HeaderChanges fields =
                RequestRewriter.rewrite(head, framing, wasKept, snapshot.spec().explain(), host(pool, backend));
        boolean trusted =
                ClientAddress.isTrusted(head.client().peer(), snapshot.spec().trustedProxies());
        manners.habits().request(fields, head, trusted, manners.publicPort(head));
        if (out != null) {
            out.applyTo(fields);
        }
        return fields;
    }

    /** Completes what a client is told of a backend's response. Throws {@link SafePattern.TooComplex}. */
    HeaderChanges response(int status, boolean http10, HeaderChanges fields) {
        manners.habits().response(fields, head, http10);
        if (out != null && status >= 200) {
            out.answer(status, fields);
        }
        return fields;
    }

    /** The response to a failure; null when the connection is to be closed instead. */
    @Nullable
    LocalResponse failure(Failure failure) {
        int status = failure == Failure.NO_BACKEND && leg != null
                ? leg.pool().spec().unavailable().status()
                : failure.status();
        return manners.habits().isSilent() ? null : OwnPages.failure(manners, failure, status, head, null);
    }
}
