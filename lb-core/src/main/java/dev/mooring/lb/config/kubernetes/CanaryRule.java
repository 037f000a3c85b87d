// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.model.FieldMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which requests a canary gets: a header field decides first, then a cookie, then chance.
 *
 * @param choices what decides before chance, in this order
 * @param weight the canary's share
 * @param total of how many
 */
record CanaryRule(List<Choice> choices, int weight, int total) {
    private static final int MAX_WEIGHT = 1_000_000;

    /**
     * A condition that decides.
     *
     * @param name what the route is called by it
     * @param match the condition
     * @param cookie whether it is on a cookie, not on a header field
     * @param canary whether the canary gets the request
     */
    record Choice(String name, FieldMatch match, boolean cookie, boolean canary) {}

    static CanaryRule of(AnnotationReader annotations) {
        List<Choice> choices = new ArrayList<>();
        Optional<String> header = annotations.text("canary-by-header");
        Optional<String> value = annotations.text("canary-by-header-value");
        Optional<String> pattern = annotations.text("canary-by-header-pattern");
        if (header.isPresent() && value.isPresent()) {
            choices.add(new Choice("header", FieldMatch.exact(header.get(), value.get()), false, true));
        } else if (header.isPresent() && pattern.isPresent()) {
            String anywhere = ".*(?:" + pattern.get() + ").*";
            if (isRegex(anywhere)) {
                FieldMatch match = new FieldMatch(header.get(), FieldMatch.Kind.REGEX, anywhere);
                choices.add(new Choice("header", match, false, true));
            } else {
                annotations.bad("canary-by-header-pattern", pattern.get(), "a regular expression", "the main Ingress");
            }
        } else if (header.isPresent()) {
            choices.add(new Choice("header", FieldMatch.exact(header.get(), "always"), false, true));
            choices.add(new Choice("not-header", FieldMatch.exact(header.get(), "never"), false, false));
        }
        annotations.text("canary-by-cookie").ifPresent(cookie -> {
            choices.add(new Choice("cookie", FieldMatch.exact(cookie, "always"), true, true));
            choices.add(new Choice("not-cookie", FieldMatch.exact(cookie, "never"), true, false));
        });
        int total = Math.max(1, Math.min(MAX_WEIGHT, annotations.integer("canary-weight-total", 100)));
        int weight = Math.max(0, Math.min(total, annotations.integer("canary-weight", 0)));
        return new CanaryRule(List.copyOf(choices), weight, total);
    }

    static boolean isRegex(String text) {
        try {
            Pattern.compile(text);
            return text.length() <= 1000;
        } catch (PatternSyntaxException notOne) {
            return false;
        }
    }
}
