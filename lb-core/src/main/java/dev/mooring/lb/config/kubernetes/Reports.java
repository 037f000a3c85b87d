// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.HashSet;
import java.util.Set;

/**
 * Where everything that is to be said about objects goes. An object may be read several times, on behalf of several others, but
 * the same thing is said of the same place once. Confined to one thread.
 */
final class Reports {
    private final Diagnostics diagnostics;
    private final Set<String> said = new HashSet<>();

    Reports(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void add(DiagnosticCode code, SourcePosition position, String message, String hint) {
        if (said.add(code + " " + position + " " + message)) {
            diagnostics.add(code, position, message, hint);
        }
    }

    /** About an object as a whole. */
    void add(DiagnosticCode code, KubeObject object, String what, String hint) {
        add(code, object.position(), object.title() + ": " + what, hint);
    }

    /** About something inside an object. */
    void add(DiagnosticCode code, KubeObject object, SourcePosition position, String what, String hint) {
        add(code, position, object.title() + ": " + what, hint);
    }

    /** Says something that is not said a second time, not even of another place. */
    void once(DiagnosticCode code, SourcePosition position, String message, String hint) {
        if (said.add(code + message)) {
            diagnostics.add(code, position, message, hint);
        }
    }
}
