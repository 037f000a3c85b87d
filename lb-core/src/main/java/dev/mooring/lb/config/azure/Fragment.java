// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes rules for the listeners of a gateway; a file that is only a part of one gets what it lacks, and is told so. */
final class Fragment {
    private Fragment() {}

    static List<Rule> rules(Parts parts) {
        return parts.rules().items().isEmpty() ? implied(parts) : written(parts);
    }

    private static List<Rule> written(Parts parts) {
        List<Rule> rules = new ArrayList<>();
        for (Item rule : parts.rules().items()) {
            Optional<Item> listener = parts.listeners().referredTo(rule.fields(), "httpListener");
            if (listener.isEmpty() && rule.fields().node("httpListener").isEmpty()) {
                listener = Optional.of(anyListener(parts));
            }
            listener.ifPresent(found -> rules.add(Rule.read(rule, Site.read(found, parts))));
        }
        return rules;
    }

    /** Without any rule, each listener leads to the first pool with the first settings. */
    private static List<Rule> implied(Parts parts) {
        List<Rule> rules = new ArrayList<>();
        anyListener(parts);
        for (Item listener : List.copyOf(parts.listeners().items())) {
            parts.listeners().use(listener);
            String name = parts.listeners().items().size() == 1 ? "rule" : "rule-" + listener.name();
            Item rule = parts.rules().imply(name, sentence(parts));
            rules.add(Rule.read(rule, Site.read(listener, parts)));
        }
        return rules;
    }

    private static String sentence(Parts parts) {
        return "no rule, so all requests go to pool "
                + Wording.quoted(anyPool(parts).name()) + " with settings "
                + Wording.quoted(anySettings(parts).name());
    }

    static Item anySettings(Parts parts) {
        List<Item> known = parts.settings().items();
        return known.isEmpty()
                ? parts.settings()
                        .imply(
                                "settings",
                                "no settings, so backends are spoken to by HTTP at port 80, with a requestTimeout of 20 s")
                : known.get(0);
    }

    static Item anyPool(Parts parts) {
        List<Item> known = parts.pools().items();
        if (!known.isEmpty()) {
            return known.get(0);
        }
        String name = anySettings(parts).name();
        return parts.pools().imply(name, "no pool, so there is one without backends, " + Wording.quoted(name));
    }

    private static Item anyListener(Parts parts) {
        List<Item> known = parts.listeners().items();
        return known.isEmpty()
                ? parts.listeners().imply("http", "no listener, so one listens at port 80 for all hosts")
                : known.get(0);
    }
}
