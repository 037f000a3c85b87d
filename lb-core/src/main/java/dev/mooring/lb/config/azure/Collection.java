// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A list of named parts of one kind that other parts refer to. Confined to one thread. */
final class Collection {
    private final Fields owner;
    private final String property;
    private final Shape shape;
    private final boolean written;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Item> byName = new HashMap<>();
    private final Map<String, Item> byId = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** The parts in a property of their owner; those without a name are called after their kind. */
    Collection(Fields owner, String property, String kind, Shape shape) {
        this.owner = owner;
        this.property = property;
        this.shape = shape;
        this.written = owner.node(property).isPresent();
        for (Node node : owner.list(property)) {
            if (node instanceof MapNode map) {
                String fallback = items.isEmpty() ? kind : kind + "-" + (items.size() + 1);
                add(Item.read(map, shape, owner.path(property), fallback, owner.reading()));
            } else if (node instanceof UnknownNode unknown) {
                owner.reading().unknown(unknown, owner.path(property), true);
            } else {
                String problem = "the wrong kind of value";
                owner.reading()
                        .problem(
                                DiagnosticCode.WRONG_KIND,
                                node.position(),
                                owner.path(property),
                                problem,
                                node.kind(),
                                "a map");
            }
        }
    }

    private void add(Item item) {
        if (byName.putIfAbsent(item.name().toLowerCase(Locale.ROOT), item) == null) {
            items.add(item);
            item.id().ifPresent(id -> byId.putIfAbsent(id.toLowerCase(Locale.ROOT), item));
            return;
        }
        owner.reading()
                .problem(
                        DiagnosticCode.DUPLICATE_NAME,
                        item.position(),
                        owner.path(property),
                        "the name is taken",
                        Wording.quoted(item.name()),
                        "another one");
    }

    List<Item> items() {
        return items;
    }

    /** Whether the file has such a list, even an empty one. */
    boolean isWritten() {
        return written;
    }

    /** The part of this name, made up if the file has none: what it stands for is then said. */
    Item imply(String name, String sentence) {
        Item known = byName.get(name.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        Item made = Item.implied(name, shape, owner.path(property), owner.position(), owner.reading());
        owner.reading().implied(owner.position(), owner.path(property), sentence);
        add(made);
        return made;
    }

    /**
     * The part that a property of another part refers to; empty when it refers to nothing, or to something that does not exist,
     * which is then reported. In a file without any such list, the part is made up.
     */
    Optional<Item> referredTo(Fields from, String reference) {
        Optional<ScalarNode> id = from.reference(reference);
        if (id.isEmpty() || id.get().text().isEmpty()) {
            return Optional.empty();
        }
        Optional<Item> found = find(id.get().text());
        if (found.isEmpty() && !written) {
            String name = Values.lastSegment(id.get().text());
            found = Optional.of(imply(name, "the file does not have them, so " + Wording.quoted(name) + " is assumed"));
        }
        if (found.isEmpty()) {
            reportMissing(from, reference, id.get());
        }
        found.ifPresent(this::use);
        return found;
    }

    void use(Item item) {
        used.add(item.name());
    }

    boolean isUsed(Item item) {
        return used.contains(item.name());
    }

    private Optional<Item> find(String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(byId.get(lower))
                .or(() -> Optional.ofNullable(byName.get(Values.lastSegment(lower))));
    }

    private void reportMissing(Fields from, String reference, ScalarNode id) {
        List<String> names = items.stream().map(Item::name).limit(10).toList();
        String found = Wording.quoted(Values.lastSegment(id.text()));
        String expected = names.isEmpty() ? "one that exists" : "one of " + Wording.oneOf(names);
        String sentence = "no such part in " + property + " (found " + found + ", expected " + expected + ")";
        String hint = Wording.didYouMean(Values.lastSegment(id.text()), names);
        from.reading().say(DiagnosticCode.UNKNOWN_NAME, id.position(), from.path(reference), sentence, hint);
    }
}
