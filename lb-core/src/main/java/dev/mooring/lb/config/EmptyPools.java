// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.PoolSpec;

/** Finds the pools that nobody can serve. A cluster may have thousands, so that only the first are told of one by one. */
final class EmptyPools {
    /** More than anyone reads, and few enough to leave room for what else is to be said. */
    static final int MAX_TOLD = 100;

    private final Findings findings;
    private int found;
    private KeyPath firstUntold = KeyPath.ROOT;

    EmptyPools(Findings findings) {
        this.findings = findings;
    }

    void check(PoolSpec pool, KeyPath path) {
        KeyPath backends = path.child("backends");
        boolean unreadable = findings.positions()
                .node(backends)
                .filter(node -> !(node instanceof ListNode list && list.items().isEmpty()))
                .isPresent();
        if (pool.backends().isEmpty() && !unreadable) {
            if (found == MAX_TOLD) {
                firstUntold = backends;
            }
            if (found++ < MAX_TOLD) {
                String hint = "--backend " + Wording.quoted(pool.group() + "=HOST:PORT")
                        + " gives it one, run --samples N some to try it with";
                findings.report(
                        DiagnosticCode.EMPTY_POOL, backends, "nobody can serve", "no backend", "at least one", hint);
            }
        } else if (!pool.backends().isEmpty() && pool.backends().stream().allMatch(b -> b.weight() == 0)) {
            String weights = "weight 0 everywhere";
            findings.report(DiagnosticCode.EMPTY_POOL, backends, "nobody takes new clients", weights, "one above 0");
        }
    }

    /** Says how many more there are than those that were told of. */
    void summarize() {
        if (found > MAX_TOLD) {
            String all = found + " pools without a backend, " + (found - MAX_TOLD) + " of them from here on";
            String hint = "--backend '*=HOST:PORT' gives all of them one, run --samples N some to try them with";
            findings.report(DiagnosticCode.EMPTY_POOL, firstUntold, "nobody can serve", all, "at least one each", hint);
        }
    }
}
