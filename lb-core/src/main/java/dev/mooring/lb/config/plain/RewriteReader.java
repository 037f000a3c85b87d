// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Op;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.PathChange;
import java.util.List;
import java.util.Optional;

/** Reads changes of header fields and of the target. */
final class RewriteReader {
    private static final Key<String> NAME = Key.of("name", Forms.TEXT, "rewrite", "What messages call it.");
    private static final Key<List<Condition>> WHEN = Key.optional(
            "when",
            Form.list(new Form<>("map", RewriteReader::condition)),
            "always",
            "Conditions, all of which must hold.");
    private static final Form<List<HeaderChange>> CHANGES = Form.list(new Form<>("map", RewriteReader::change));
    private static final Key<List<HeaderChange>> REQUEST =
            Key.optional("request", CHANGES, "none", "Changes of the request's header fields.");
    private static final Key<List<HeaderChange>> RESPONSE = Key.optional(
            "response", CHANGES, "none", "Changes of the response's header fields; the same keys as `request`.");
    private static final Key<UrlChange> URL =
            Key.optional("url", new Form<>("map", RewriteReader::url), "none", "A change of the target.");

    private static final Key<String> VARIABLE = Key.required(
            "variable", Forms.TEXT, "Such as `var_uri_path`, `http_req_User-Agent` or `http_resp_Location`.");
    private static final Key<String> PATTERN =
            Key.required("pattern", Forms.TEXT, "A regular expression that is looked for in its value.");
    private static final Key<Boolean> IGNORE_CASE =
            Key.of("ignore-case", Forms.FLAG, "false", "Whether letters may differ in case.");
    private static final Key<Boolean> NEGATE =
            Key.of("negate", Forms.FLAG, "false", "Whether the expression must not be found.");

    private static final Key<String> SET =
            Key.optional("set", Forms.TEXT, "none", "The field that gets this value instead of those it has.");
    private static final Key<String> ADD =
            Key.optional("add", Forms.TEXT, "none", "The field that gets this value beside those it has.");
    private static final Key<String> REMOVE = Key.optional("remove", Forms.TEXT, "none", "The field that goes.");
    private static final Key<String> VALUE =
            Key.optional("value", Forms.TEXT, "empty", "The value, for `set` and `add`.");
    private static final Key<Boolean> TEMPLATED = Key.of(
            "templated",
            Forms.FLAG,
            "false",
            "Whether `{variable}` stands for a variable's value, or with a number for a group that a condition captured.");
    private static final Key<Condition> MATCHING = Key.optional(
            "matching",
            new Form<>("map", RewriteReader::matching),
            "all",
            "Which values of the field are changed; the keys of `when`, less `variable`.");

    private static final Key<PathChange> PATH = Key.optional(
            "path",
            PathChangeReader.FORM,
            "as it is",
            "What becomes of the path; text alone is the new one, a map has the keys of `routes[].redirect.path`.");
    private static final Key<String> QUERY =
            Key.optional("query", Forms.TEXT, "as it is", "The new query without its question mark; empty for none.");
    private static final Key<String> HOST = Key.optional("host", Forms.TEXT, "as it is", "The new Host.");
    private static final Key<Boolean> URL_TEMPLATED =
            Key.of("templated", Forms.FLAG, "false", "Whether `{variable}` stands for a variable's value.");
    private static final Key<Boolean> REROUTE =
            Key.of("reroute", Forms.FLAG, "false", "Whether a route is looked for once more, with the new target.");

    private static final String PLACE = "routes[].filters[].rewrite";
    static final Section SECTION = Section.of(PLACE, NAME, WHEN, REQUEST, RESPONSE, URL);
    static final Section CONDITION_SECTION = Section.of(PLACE + ".when[]", VARIABLE, PATTERN, IGNORE_CASE, NEGATE);
    static final Section CHANGE_SECTION =
            Section.of(PLACE + ".request[]", SET, ADD, REMOVE, VALUE, TEMPLATED, MATCHING);
    static final Section URL_SECTION = Section.of(PLACE + ".url", PATH, QUERY, HOST, URL_TEMPLATED, REROUTE);
    private static final Section MATCHING_SECTION =
            Section.of(PLACE + ".request[].matching", PATTERN, IGNORE_CASE, NEGATE);

    static final Form<Rewrite> FORM = MapReader.form(
            SECTION,
            map -> new Rewrite(map.get(NAME), map.list(WHEN), map.list(REQUEST), map.list(RESPONSE), map.find(URL)));

    private RewriteReader() {}

    private static Optional<Condition> condition(Spot spot) {
        return MapReader.read(spot, CONDITION_SECTION, map -> {
            Optional<String> variable = map.need(VARIABLE);
            Optional<Condition> rest = comparison(map);
            return variable.flatMap(
                    name -> rest.map(read -> new Condition(name, read.pattern(), read.ignoreCase(), read.negate())));
        });
    }

    private static Optional<Condition> matching(Spot spot) {
        return MapReader.read(spot, MATCHING_SECTION, RewriteReader::comparison);
    }

    private static Optional<Condition> comparison(MapReader map) {
        boolean ignoreCase = map.get(IGNORE_CASE);
        boolean negate = map.get(NEGATE);
        return map.need(PATTERN).map(pattern -> new Condition("", pattern, ignoreCase, negate));
    }

    private static Optional<HeaderChange> change(Spot spot) {
        return MapReader.read(spot, CHANGE_SECTION, map -> {
            Optional<String> set = map.find(SET);
            Optional<String> add = map.find(ADD);
            Optional<String> remove = map.find(REMOVE);
            String value = map.find(VALUE).orElse("");
            boolean templated = map.get(TEMPLATED);
            Optional<Condition> matching = map.find(MATCHING);
            if (!OneOf.check(map, "a change is one of them", SET, ADD, REMOVE)) {
                return Optional.empty();
            }
            return set.map(name -> new HeaderChange(Op.SET, name, value, templated, matching))
                    .or(() -> add.map(name -> new HeaderChange(Op.ADD, name, value, templated, matching)))
                    .or(() -> remove.map(name -> new HeaderChange(Op.REMOVE, name, value, templated, matching)));
        });
    }

    private static Optional<UrlChange> url(Spot spot) {
        return MapReader.read(
                spot,
                URL_SECTION,
                map -> Optional.of(new UrlChange(
                        map.find(PATH).orElse(PathChange.KEEP),
                        map.find(QUERY),
                        map.find(HOST),
                        map.get(URL_TEMPLATED),
                        map.get(REROUTE))));
    }
}
