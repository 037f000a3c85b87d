// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Op;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A change of header fields, compiled. Immutable. */
final class HeaderEdit {
    /** What frames a message or concerns one connection only; {@code config.FilterRules} says that it is left alone. */
    private static final Set<String> FIXED = Set.of(
            "connection", "upgrade", "keep-alive", "transfer-encoding", "content-length", "te", "trailer", "host");

    private final Op op;
    private final HeaderName name;
    private final Template value;
    private final @Nullable Predicate<String> matching;

    private HeaderEdit(HeaderChange change) {
        this.op = change.op();
        this.name = HeaderName.of(change.name());
        this.value = new Template(change.value(), change.templated());
        this.matching = change.matching().map(HeaderEdit::predicate).orElse(null);
    }

    static List<HeaderEdit> of(List<HeaderChange> changes) {
        return changes.stream()
                .filter(change -> !FIXED.contains(change.name().toLowerCase(Locale.ROOT)))
                .map(HeaderEdit::new)
                .toList();
    }

    /** The Host that changes ask for, which is no field like others; empty for none. */
    static Optional<Template> host(List<HeaderChange> changes) {
        return changes.stream()
                .filter(change -> change.name().equalsIgnoreCase("host") && change.op() != Op.REMOVE)
                .reduce((first, last) -> last)
                .map(change -> new Template(change.value(), change.templated()));
    }

    private static Predicate<String> predicate(Condition condition) {
        SafePattern pattern = SafePattern.of(condition.pattern(), condition.ignoreCase());
        return text -> (pattern.find(text) != null) != condition.negate();
    }

    /** The change with its value filled in. */
    Ready ready(Scene scene, Captures captures) {
        return new Ready(this, op == Op.REMOVE ? "" : value.fill(scene, captures));
    }

    /**
     * A change that only has to be made.
     *
     * @param edit the change
     * @param value its value; a field that would be empty goes
     */
    record Ready(HeaderEdit edit, String value) {
        void apply(HeaderChanges fields) {
            edit.apply(fields, value);
        }
    }

    private void apply(HeaderChanges fields, String text) {
        Predicate<String> which = matching;
        boolean matched = which == null ? op != Op.ADD && fields.remove(name, any -> true) : matches(fields, which);
        if (op != Op.REMOVE && !text.isEmpty() && (which == null || matched)) {
            fields.add(name, text);
        }
    }

    private boolean matches(HeaderChanges fields, Predicate<String> which) {
        return op == Op.ADD ? fields.any(name, which) : fields.remove(name, which);
    }
}
