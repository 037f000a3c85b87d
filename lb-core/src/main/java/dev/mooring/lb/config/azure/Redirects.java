// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteAction.Redirect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Redirects of Application Gateway. Each is read once, however many rules use it. */
final class Redirects {
    private static final Pattern URL = Pattern.compile("(https?://[^/?#\\s]+)(/[^?#\\s]*)?(\\?[^#\\s]*)?(#\\S*)?");
    private static final Map<String, Integer> STATUS =
            Map.of("Permanent", 301, "Found", 302, "SeeOther", 303, "Temporary", 307);

    private final Parts parts;
    private final Map<String, Door> doors = new HashMap<>();
    private final Map<String, Optional<Redirect>> known = new HashMap<>();

    Redirects(Parts parts, List<Door> doors) {
        this.parts = parts;
        for (Door door : doors) {
            door.rules().forEach(rule -> this.doors.put(rule.site().item().name(), door));
        }
    }

    /** The redirect; empty when it has no target, which is then reported. */
    Optional<Redirect> of(Item item) {
        Optional<Redirect> redirect = known.get(item.name());
        if (redirect == null) {
            redirect = read(item.fields());
            known.put(item.name(), redirect);
        }
        return redirect;
    }

    private Optional<Redirect> read(Fields fields) {
        int status = STATUS.getOrDefault(
                fields.choice("redirectType", "Permanent", "Found", "SeeOther", "Temporary")
                        .orElse("Permanent"),
                301);
        boolean keepsPath = fields.flag("includePath", false);
        boolean keepsQuery = fields.flag("includeQueryString", false);
        Optional<Item> listener = parts.listeners().referredTo(fields, "targetListener");
        Optional<String> url = fields.text("targetUrl");
        if (listener.isPresent()) {
            if (url.isPresent()) {
                String sentence = "excludes targetListener, which counts here";
                fields.say(DiagnosticCode.CLOUD_REJECTS, "targetUrl", sentence, "remove one of them");
            }
            return toListener(fields, listener.get(), status, keepsPath, keepsQuery);
        }
        if (url.isPresent()) {
            return toUrl(fields, url.get(), status, keepsPath, keepsQuery);
        }
        if (fields.node("targetListener").isEmpty() && fields.node("targetUrl").isEmpty()) {
            String expected = "targetListener or targetUrl";
            fields.reading()
                    .problem(
                            DiagnosticCode.MISSING_KEY,
                            fields.position(),
                            fields.path(),
                            "a redirect to nowhere",
                            "neither",
                            expected);
        }
        return Optional.empty();
    }

    private Optional<Redirect> toListener(Fields fields, Item listener, int status, boolean path, boolean query) {
        Optional<Door> door = Optional.ofNullable(doors.get(listener.name()));
        if (door.isEmpty()) {
            String sentence = "no rule leads away from listener " + Wording.quoted(listener.name())
                    + ", so the redirect leads to nothing; it keeps scheme and port here";
            fields.say(DiagnosticCode.IGNORED_SETTING, "targetListener", sentence, "");
        }
        return Optional.of(new Redirect(
                status,
                Optional.empty(),
                door.map(Door::name),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                path ? PathChange.KEEP : new PathChange.Full("/"),
                query));
    }

    private static Optional<Redirect> toUrl(Fields fields, String url, int status, boolean keepsPath, boolean query) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            String expected = "a URL such as https://www.example.com/path";
            fields.bad("targetUrl", url, expected);
            return Optional.empty();
        }
        // What is not taken over from the request leaves the URL exactly as it is written.
        String base = matcher.group(1) + Optional.ofNullable(matcher.group(2)).orElse("");
        PathChange path = keepsPath ? PathChange.KEEP : new PathChange.Full("");
        return Optional.of(new Redirect(
                status,
                Optional.of(keepsPath ? base : url),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                path,
                query));
    }
}
