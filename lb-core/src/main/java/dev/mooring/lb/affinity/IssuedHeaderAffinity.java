// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Knows a client by a signed header field that it was given and sends back. Immutable; safe from any thread. */
final class IssuedHeaderAffinity implements Affinity {
    private final HeaderName name;
    private final boolean rebinds;
    private final SignedTokens tokens;

    IssuedHeaderAffinity(IssuedHeader spec, PoolSpec pool, List<SecretSpec> secrets, InstantSource clock) {
        this.name = HeaderName.of(spec.name());
        this.rebinds = pool.affinity().whenBack() == WhenBack.STAY;
        this.tokens = new SignedTokens(pool, secrets, Optional.empty(), clock);
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        String value = head.headers().first(name);
        if (value == null || value.isEmpty()) {
            return AffinityLookup.UNBOUND;
        }
        AffinityLookup known = tokens.known(value);
        return known == null ? tokens.best(List.of(value)) : known;
    }

    @Override
    public void tell(RequestHead head, Pick pick, HeaderChanges fields) {
        fields.set(name, tokens.token(pick.backendId()));
    }

    @Override
    public boolean rebinds() {
        return rebinds;
    }
}
