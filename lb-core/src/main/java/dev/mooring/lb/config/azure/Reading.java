// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.Wording;
import java.util.HashSet;
import java.util.Set;

/** What the readers of one resource share. Confined to one thread. */
final class Reading {
    private final AzureSettings settings;
    private final Diagnostics diagnostics;
    private final Positions positions;
    private final Set<String> said = new HashSet<>();

    Reading(AzureSettings settings, Diagnostics diagnostics, Positions positions) {
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.positions = positions;
    }

    AzureSettings settings() {
        return settings;
    }

    /** Says where a part of the spec comes from. */
    void place(Node node, String... path) {
        positions.place(KeyPath.of(path), node);
    }

    void problem(DiagnosticCode code, SourcePosition at, KeyPath path, String problem, String found, String expected) {
        add(code, at, Wording.message(path, problem, found, expected), "");
    }

    void say(DiagnosticCode code, SourcePosition at, KeyPath path, String sentence, String hint) {
        String where = path.segments().isEmpty() ? "" : path + ": ";
        add(code, at, where + sentence, hint);
    }

    /** A part may be read several times, on behalf of several others, but its problems are said once. */
    private void add(DiagnosticCode code, SourcePosition at, String message, String hint) {
        if (said.add(code + " " + at + " " + message)) {
            diagnostics.add(code, at, visible(message), visible(hint));
        }
    }

    /** Names of parts stand in messages, and may hold anything. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            visible.append(hidden ? String.format("\\u%04x", c) : Character.toString(c));
        });
        return visible.toString();
    }

    /** Says something that is true of the whole resource, the first time only. */
    void sayOnce(String topic, DiagnosticCode code, SourcePosition at, KeyPath path, String sentence, String hint) {
        if (said.add(topic)) {
            say(code, at, path, sentence, hint);
        }
    }

    /** Something was left out, and this stands for it. */
    void implied(SourcePosition at, KeyPath path, String sentence) {
        sayOnce(path + sentence, DiagnosticCode.IMPLIED_DEFAULT, at, path, sentence, "");
    }

    /** The value is not known: an error if nothing can stand for it, else a warning. Silent if the reason was reported before. */
    void unknown(UnknownNode node, KeyPath path, boolean decisive) {
        String name = node.expression();
        if (name.isEmpty() || !said.add("unknown " + name + path)) {
            return;
        }
        DiagnosticCode code = decisive ? DiagnosticCode.NEEDED_VALUE : DiagnosticCode.ASSUMED_VALUE;
        String rest = decisive ? " is not known, and the gateway depends on it" : " is not known; it is left out";
        say(code, node.position(), path, Wording.quoted(name) + rest, hint(node));
    }

    static String hint(UnknownNode node) {
        return node.hint().isEmpty() ? "give it with --set '" + node.expression() + "=VALUE'" : node.hint();
    }
}
