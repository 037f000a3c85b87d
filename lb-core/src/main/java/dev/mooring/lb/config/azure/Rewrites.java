// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Op;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Rewrite sets of Application Gateway. Each is read once, however many rules use it. */
final class Rewrites {
    private static final int DEFAULT_SEQUENCE = 100;
    private static final int MAX_REGEX = 1000;
    private static final Pattern VARIABLE = Pattern.compile("(?i)(var|http_req|http_resp)_\\S+");
    private static final Set<String> UNTOUCHABLE = Set.of("connection", "upgrade");
    private static final List<String> EXAMPLES = List.of("var_uri_path", "http_req_Name", "http_resp_Name");

    private final Map<String, List<FilterSpec>> known = new HashMap<>();

    /** What the set does, in order. */
    List<FilterSpec> of(Item set) {
        List<FilterSpec> filters = known.get(set.name());
        if (filters == null) {
            filters = read(set);
            known.put(set.name(), filters);
        }
        return filters;
    }

    /** A path of a pool's own stands in the place of what a route matched literally. */
    static FilterSpec prefix(String name, PathSpec matched, String path) {
        PathChange change = new PathChange.Prefix(matched.text(), path.startsWith("/") ? path : "/" + path);
        UrlChange url = new UrlChange(change, Optional.empty(), Optional.empty(), false, false);
        return new Rewrite(name, List.of(), List.of(), List.of(), Optional.of(url));
    }

    private static List<FilterSpec> read(Item set) {
        record Numbered(int sequence, FilterSpec filter) {}
        List<Numbered> filters = new ArrayList<>();
        for (Fields fields : set.fields().objects("rewriteRules", RuleShapes.REWRITE)) {
            int sequence = fields.number("ruleSequence", 0, Integer.MAX_VALUE).orElse(DEFAULT_SEQUENCE);
            filters.add(new Numbered(sequence, rewrite(set.name(), fields)));
        }
        return filters.stream()
                .sorted(Comparator.comparingInt(Numbered::sequence))
                .map(Numbered::filter)
                .toList();
    }

    private static FilterSpec rewrite(String set, Fields fields) {
        List<Condition> conditions = new ArrayList<>();
        for (Fields condition : fields.objects("conditions", RuleShapes.CONDITION)) {
            condition(condition).ifPresent(conditions::add);
        }
        Optional<Fields> actions = fields.object("actionSet", RuleShapes.ACTIONS);
        String name = fields.text("name").map(own -> set + "/" + own).orElse(set);
        return new Rewrite(
                name,
                conditions,
                headers(actions, "requestHeaderConfigurations"),
                headers(actions, "responseHeaderConfigurations"),
                actions.flatMap(all -> all.object("urlConfiguration", RuleShapes.URL))
                        .flatMap(Rewrites::url));
    }

    private static Optional<Condition> condition(Fields fields) {
        Optional<String> variable = fields.text("variable");
        if (variable.isPresent() && !VARIABLE.matcher(variable.get()).matches()) {
            fields.say(
                    DiagnosticCode.CLOUD_REJECTS,
                    "variable",
                    "no such variable (found " + Wording.quoted(variable.get()) + ", expected one such as "
                            + Wording.oneOf(EXAMPLES) + "); it counts as empty",
                    "");
        }
        Optional<String> pattern = regex(fields);
        if (variable.isEmpty() || pattern.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Condition(
                variable.get(), pattern.get(), fields.flag("ignoreCase", false), fields.flag("negate", false)));
    }

    private static List<HeaderChange> headers(Optional<Fields> actions, String property) {
        List<HeaderChange> changes = new ArrayList<>();
        if (actions.isEmpty()) {
            return changes;
        }
        for (Fields fields : actions.get().objects(property, RuleShapes.HEADER)) {
            header(fields).ifPresent(changes::add);
        }
        return changes;
    }

    private static Optional<HeaderChange> header(Fields fields) {
        String name = fields.text("headerName").orElse("");
        String value = fields.written("headerValue").orElse("");
        if (!Tokens.isToken(name)) {
            fields.bad("headerName", name, "a header name");
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (UNTOUCHABLE.contains(lower) || (lower.equals("host") && value.isEmpty())) {
            fields.say(
                    DiagnosticCode.CLOUD_REJECTS,
                    "headerName",
                    "the gateway does not let a rewrite touch " + Wording.quoted(name) + "; it is left alone",
                    "remove it");
            return Optional.empty();
        }
        Optional<Condition> matching = fields.object("headerValueMatcher", RuleShapes.MATCHER)
                .flatMap(matcher -> regex(matcher)
                        .map(pattern -> new Condition(
                                "", pattern, matcher.flag("ignoreCase", false), matcher.flag("negate", false))));
        Op op = value.isEmpty() ? Op.REMOVE : Op.SET;
        return Optional.of(new HeaderChange(op, name, value, value.contains("{"), matching));
    }

    private static Optional<UrlChange> url(Fields fields) {
        Optional<String> path = fields.written("modifiedPath");
        Optional<String> query = fields.written("modifiedQueryString");
        if (path.isEmpty() && query.isEmpty()) {
            return Optional.empty();
        }
        PathChange change = path.<PathChange>map(
                        text -> new PathChange.Full(text.startsWith("/") || text.startsWith("{") ? text : "/" + text))
                .orElse(PathChange.KEEP);
        boolean templated = path.orElse("").contains("{") || query.orElse("").contains("{");
        return Optional.of(new UrlChange(change, query, Optional.empty(), templated, fields.flag("reroute", false)));
    }

    private static Optional<String> regex(Fields fields) {
        Optional<String> pattern = fields.text("pattern");
        if (pattern.isEmpty()) {
            return pattern;
        }
        String expected = "a regular expression of at most " + MAX_REGEX + " characters";
        try {
            if (pattern.get().length() <= MAX_REGEX) {
                Pattern.compile(pattern.get());
                return pattern;
            }
        } catch (PatternSyntaxException notOne) {
            expected = "a regular expression; " + notOne.getDescription().replaceAll("\\s+", " ");
        }
        fields.bad("pattern", pattern.get(), expected);
        return Optional.empty();
    }
}
