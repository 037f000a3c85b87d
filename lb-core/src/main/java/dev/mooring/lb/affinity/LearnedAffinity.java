// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.Learned.Source;
import org.jspecify.annotations.Nullable;

/**
 * Knows a client by the session id that its application gave out, and remembers which backend did. Only ids that a backend
 * issued are remembered: clients cannot fill the table with inventions. Safe from any thread.
 */
final class LearnedAffinity implements Affinity {
    /** Longer ids are not learned; no application that means it issues one. */
    static final int MAX_ID_LENGTH = 1024;

    private final Source source;
    private final String name;
    private final HeaderName header;
    private final BindingTable table;
    private final boolean rebinds;

    LearnedAffinity(Learned learned, BindingTable table, boolean rebinds) {
        this.source = learned.source();
        this.name = learned.name();
        this.header = source == Source.HEADER ? HeaderName.of(learned.name()) : HeaderName.SET_COOKIE;
        this.table = table;
        this.rebinds = rebinds;
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        String sessionId = sessionId(head);
        if (sessionId == null || sessionId.isEmpty()) {
            return AffinityLookup.UNBOUND;
        }
        String backendId = sessionId.length() > MAX_ID_LENGTH ? null : table.find(sessionId);
        return backendId == null ? AffinityLookup.broken(Problem.UNKNOWN_TOKEN) : AffinityLookup.backend(backendId);
    }

    @Override
    public boolean bound(RequestHead head, String backendId, @Nullable String previousId) {
        String sessionId = sessionId(head);
        return previousId == null || sessionId == null || table.bind(sessionId, backendId, previousId);
    }

    @Override
    public void answered(Headers responseHeaders, String backendId) {
        for (int i = responseHeaders.indexOf(header, 0); i >= 0; i = responseHeaders.indexOf(header, i + 1)) {
            String value = responseHeaders.value(i);
            String sessionId = source == Source.HEADER ? value : cookieSet(value);
            if (sessionId != null && !sessionId.isEmpty() && sessionId.length() <= MAX_ID_LENGTH) {
                learn(sessionId, backendId);
            }
        }
    }

    @Override
    public boolean rebinds() {
        return rebinds;
    }

    private void learn(String sessionId, String backendId) {
        String known = table.find(sessionId);
        // A backend that stands in for another until it returns may repeat the id that it was sent: it is not its
        // issuer.
        if (known == null || (rebinds && !known.equals(backendId))) {
            table.bind(sessionId, backendId);
        }
    }

    private @Nullable String sessionId(RequestHead head) {
        return source == Source.HEADER ? head.headers().first(header) : Cookies.first(head.headers(), name);
    }

    /** The value if this Set-Cookie sets the cookie of our name, else null. */
    private @Nullable String cookieSet(String setCookie) {
        int semicolon = setCookie.indexOf(';');
        String pair = semicolon < 0 ? setCookie : setCookie.substring(0, semicolon);
        int equals = pair.indexOf('=');
        if (equals < 0 || !pair.substring(0, equals).strip().equals(name)) {
            return null;
        }
        String value = pair.substring(equals + 1).strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
