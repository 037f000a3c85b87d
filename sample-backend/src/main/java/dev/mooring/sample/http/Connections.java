// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections that are open now. Confined to the server's event loop. */
public final class Connections {
    private final Set<HttpConnection> open = new LinkedHashSet<>();
    private long accepted;
    private long requests;
    private boolean closing;
    private @Nullable Runnable whenNoneIsLeft;

    /** Takes a new connection in and returns its number, counted from 1. */
    long opened(HttpConnection connection) {
        open.add(connection);
        return ++accepted;
    }

    void closed(HttpConnection connection) {
        open.remove(connection);
        tellIfNoneIsLeft();
    }

    /** Runs {@code action} once, when no connection is open. */
    public void whenNoneIsLeft(Runnable action) {
        whenNoneIsLeft = action;
        tellIfNoneIsLeft();
    }

    private void tellIfNoneIsLeft() {
        Runnable action = whenNoneIsLeft;
        if (open.isEmpty() && action != null) {
            whenNoneIsLeft = null;
            action.run();
        }
    }

    void requestStarted() {
        requests++;
    }

    /** True once connections end after the exchange they are busy with. */
    boolean closing() {
        return closing;
    }

    /** How many connections are open. */
    public int count() {
        return open.size();
    }

    /** How many connections were accepted since the start. */
    public long accepted() {
        return accepted;
    }

    /** How many requests were begun since the start. */
    public long requests() {
        return requests;
    }

    /** Lets held requests and answers go on. */
    public void gateOpened() {
        snapshot().forEach(HttpConnection::gateOpened);
    }

    /** Closes idle connections now and the others after their exchange. */
    public void closeWhenIdle() {
        closing = true;
        snapshot().forEach(HttpConnection::closeIfIdle);
    }

    /** Closes all connections now. */
    public void closeAll() {
        snapshot().forEach(HttpConnection::close);
    }

    /** Resets all connections: the peers see an error, as when the machine is gone, not an end. */
    public void resetAll() {
        snapshot().forEach(HttpConnection::reset);
    }

    private List<HttpConnection> snapshot() {
        return List.copyOf(open);
    }
}
