// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.mooring.lb.affinity.Affinities;
import dev.mooring.lb.affinity.BindingTable;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.runtime.BackendCondition.Drain;
import dev.mooring.lb.selection.Member;
import dev.mooring.lb.selection.Members;
import dev.mooring.lb.selection.MembersPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is happening in one pool now. It lives as long as there is a pool of its name. Read from any thread; changed on the
 * control thread alone.
 */
public final class PoolState {
    private final String name;
    private volatile Members members = Members.NOBODY;
    private List<BackendState> backends = List.of();
    private volatile List<BackendState> leaving = List.of();

    /** Whether those that leave still serve the clients that are bound to them. */
    private boolean keepsClients;

    private MembersPolicy policy = MembersPolicy.PLAIN;
    private @Nullable Mechanism mechanism;
    private Optional<BindingTable> table = Optional.empty();

    PoolState(String name) {
        this.name = name;
    }

    /** The name of the pool. */
    public String name() {
        return name;
    }

    /** Whom each backend may serve, at this moment. Read it once for each selection. */
    public Members members() {
        return members;
    }

    List<BackendState> backends() {
        return backends;
    }

    /** The backends that were removed, and whose drain has not come to its deadline. From any thread. */
    List<BackendState> leaving() {
        return leaving;
    }

    void change(List<BackendState> present, List<BackendState> gone, MembersPolicy wanted, boolean keeping) {
        backends = List.copyOf(present);
        leaving = List.copyOf(gone);
        policy = wanted;
        keepsClients = keeping;
        refresh();
    }

    /** The pool itself is removed. Whoever has chosen it already may still choose among the backends that it had. */
    void dissolve() {
        leaving = Stream.concat(leaving.stream(), backends.stream())
                .filter(backend -> !backend.isRetired())
                .toList();
        backends = List.of();
    }

    /** The table of a mechanism that has one; the same table as before while the mechanism is the same. */
    Optional<BindingTable> tableFor(Mechanism wanted) {
        if (!Objects.equals(mechanism, wanted)) {
            mechanism = wanted;
            table = Affinities.table(wanted, Ticker.systemTicker());
        }
        return table;
    }

    /** Adds up again whom each backend may serve. */
    void refresh() {
        leaving = leaving.stream().filter(backend -> !backend.isRetired()).toList();
        List<BackendState> keeping = leaving.stream()
                .filter(backend -> keepsClients && backend.condition().drain() == Drain.RUNNING)
                .toList();
        members = new Members(members(backends), members(keeping), policy);
    }

    private static List<Member> members(List<BackendState> backends) {
        long now = System.nanoTime();
        return backends.stream()
                .map(backend -> new Member(
                        backend,
                        backend.condition().admission(now),
                        backend.condition().why(now)))
                .toList();
    }
}
