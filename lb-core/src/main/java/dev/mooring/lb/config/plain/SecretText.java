// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.Wording;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The three places a secret may come from: a file, an environment variable, or, with a warning, the configuration file itself.
 * No message ever holds the secret.
 *
 * @param file the key that names a file
 * @param env the key that names an environment variable
 * @param literal the key that holds the secret itself
 */
record SecretText(Key<String> file, Key<String> env, Key<String> literal) {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The secret, or a reported reason why there is none; empty without a report when no key is there. */
    Optional<String> read(MapReader map) {
        Optional<String> path = map.find(file);
        Optional<String> variable = map.find(env);
        Optional<String> text = map.find(literal);
        if (Stream.of(path, variable, text).filter(Optional::isPresent).count() > 1) {
            String expected = "one of " + file.name() + ", " + env.name() + " or " + literal.name();
            map.spot().report(DiagnosticCode.BAD_VALUE, "a secret comes from one place", "several", expected, "");
        }
        text.flatMap(secret -> spot(map, literal)).ifPresent(spot -> {
            String expected = file.name() + " or " + env.name();
            String hint = "whoever reads this file knows it";
            spot.report(DiagnosticCode.SECRET_LITERAL, "a secret in the open", "the secret itself", expected, hint);
        });
        return path.flatMap(name -> fromFile(map, name))
                .or(() -> variable.flatMap(name -> fromVariable(map, name)))
                .or(() -> text);
    }

    private Optional<String> fromFile(MapReader map, String path) {
        ReadContext context = map.spot().context();
        Optional<String> text = context.resources().readFile(context.file(), path);
        if (text.isEmpty()) {
            unreadable(map, file, "no readable file " + Wording.quoted(path), "a file that holds the secret");
        } else {
            warnIfOpen(map, path, context);
        }
        // Editors and echo end a file with a line break, which is not part of the secret.
        return text.map(content -> content.replaceFirst("[\\r\\n]+\\z", ""));
    }

    private Optional<String> fromVariable(MapReader map, String name) {
        Resources resources = map.spot().context().resources();
        // What does not look like a variable's name may be the secret itself, written under the wrong key.
        boolean named = VARIABLE.matcher(name).matches();
        Optional<String> text = named ? resources.variable(name) : Optional.empty();
        if (text.isEmpty()) {
            String found = named ? Wording.quoted(name) + ", which is not set" : "something else";
            unreadable(map, env, found, "the name of an environment variable that holds the secret");
        }
        return text;
    }

    private void warnIfOpen(MapReader map, String path, ReadContext context) {
        Optional<String> open = context.resources().modeIfOpen(context.file(), path);
        open.flatMap(mode -> spot(map, file)).ifPresent(spot -> {
            String resolved = context.resources().resolve(context.file(), path);
            String found = "mode " + open.orElseThrow() + " of " + Wording.quoted(resolved);
            String message = "every user of this machine can read the secret";
            spot.report(DiagnosticCode.SECRET_OPEN, message, found, "mode 0600", "chmod 600 " + resolved);
        });
    }

    private static void unreadable(MapReader map, Key<String> key, String found, String expected) {
        spot(map, key)
                .ifPresent(
                        spot -> spot.report(DiagnosticCode.SECRET_UNREADABLE, "no secret there", found, expected, ""));
    }

    private static Optional<Spot> spot(MapReader map, Key<String> key) {
        return map.node(key)
                .map(node -> new Spot(node, map.path(key), map.spot().context()));
    }
}
