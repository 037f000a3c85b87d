// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.PathNormalizer;
import dev.mooring.lb.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request on its way through the filters: what has been decided to be changed about it. Confined to one thread. */
public final class Outgoing {
    private final List<HeaderEdit.Ready> edits = new ArrayList<>();
    private final List<Filters> passed = new ArrayList<>(2);
    private Scene scene;
    private @Nullable String host;
    private boolean rerouted;

    /** A request before any filter. */
    public Outgoing(Scene scene) {
        this.scene = scene;
    }

    Scene scene() {
        return scene;
    }

    void add(HeaderEdit.Ready edit) {
        edits.add(edit);
    }

    void host(String newHost) {
        // A template may have become anything.
        host = HostPort.parse(newHost).isPresent() ? newHost : host;
    }

    void target(String target, boolean reroute) {
        rerouted |= reroute && !target.equals(scene.target());
        scene = scene.withTarget(target);
    }

    void passed(Filters filters) {
        passed.add(filters);
    }

    /** Whether a route is to be looked for once more; asks once. */
    public boolean takeReroute() {
        boolean was = rerouted;
        rerouted = false;
        return was;
    }

    /** The target to be sent. */
    public String target() {
        return scene.target();
    }

    /** The Host to be sent; null for the one that it would be anyway. */
    public @Nullable String host() {
        return host;
    }

    /** The request in which a route is looked for once more. */
    public RequestHead head() {
        RequestHead head = scene.head();
        String authority = host == null ? head.authority() : host;
        String name = host == null
                ? head.host()
                : HostPort.parse(host).map(HostPort::host).orElse("");
        return new RequestHead(
                head.method(),
                target(),
                PathNormalizer.normalize(target()),
                name.toLowerCase(Locale.ROOT),
                authority,
                head.version(),
                head.headers(),
                head.client());
    }

    /** Makes the changes of the request's header fields. */
    public void applyTo(HeaderChanges fields) {
        for (HeaderEdit.Ready edit : edits) {
            edit.apply(fields);
        }
    }

    /** Makes the changes of the response's header fields. Throws {@link dev.mooring.lb.http.SafePattern.TooComplex}. */
    public void answer(int status, HeaderChanges fields) {
        List<HeaderEdit.Ready> changes = new ArrayList<>();
        Scene answered = scene.answered(status, fields.original());
        passed.forEach(filters -> filters.response(answered, changes));
        changes.forEach(change -> change.apply(fields));
        passed.forEach(filters -> filters.cors(scene.head(), fields));
    }
}
