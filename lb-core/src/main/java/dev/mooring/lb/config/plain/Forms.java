// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.Cidr;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The forms of single values. */
final class Forms {
    private static final Pattern STATUS = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");
    private static final String OFF = "off";

    /** Any text; a number counts as text too. Cannot fail on a single value, so a secret read with it is never shown. */
    static final Form<String> TEXT = scalar("text", "text", Optional::of, text -> "");

    static final Form<Integer> NUMBER = unquoted("number", "a whole number", Forms::number);
    static final Form<Integer> NUMBER_OR_OFF = unquoted(
            "number or off",
            "a whole number from 1, or off",
            text -> text.equals(OFF) ? Optional.of(0) : number(text).filter(n -> n > 0));
    static final Form<Boolean> FLAG = unquoted("true or false", "true or false", Forms::flag);

    static final Form<Duration> DURATION =
            scalar("duration", "a number with ms, s, m, h or d", Quantities::duration, text -> unitHint(text, "s"));
    static final Form<Optional<Duration>> DURATION_OR_OFF = scalar(
            "duration or off",
            "a number with ms, s, m, h or d, or off",
            text -> orOff(text, Quantities::duration),
            text -> unitHint(text, "s"));

    static final Form<Integer> SIZE = scalar(
            "size",
            "bytes, or a number with KiB, MiB or GiB",
            text -> Quantities.size(text).filter(n -> n <= Integer.MAX_VALUE).map(Long::intValue),
            Forms::sizeHint);
    static final Form<Optional<Long>> SIZE_OR_OFF = scalar(
            "size or off",
            "bytes, or a number with KiB, MiB or GiB, or off",
            text -> orOff(text, Quantities::size),
            Forms::sizeHint);

    static final Form<HostPort> ADDRESS = scalar(
            "host:port",
            "host:port, such as 127.0.0.1:8080 or [::1]:8080",
            text -> HostPort.parse(text).filter(address -> address.port() >= 0),
            text -> HostPort.parse(text).isPresent() ? "add a port" : "");
    static final Form<Cidr> NETWORK = scalar(
            "address or address/bits",
            "an address such as ::1, or a network such as 10.0.0.0/8",
            Cidr::parse,
            text -> "");
    static final Form<StatusRange> STATUS_RANGE = scalar(
            "status or range", "a status such as 200, or a range such as 200-399", Forms::statusRange, text -> "");

    private Forms() {}

    /** One of the names of an enum's constants. */
    static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        return choice(constants.stream().map(Labels::of).toList(), text -> find(constants, text));
    }

    /** One of the names of an enum's constants, or the word for none of them. */
    static <E extends Enum<E>> Form<Optional<E>> choiceOr(Class<E> type, String none) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> names = Stream.concat(constants.stream().map(Labels::of), Stream.of(none))
                .toList();
        return choice(names, text -> orNone(none, text, name -> find(constants, name)));
    }

    /** One of these words, as it is written here. */
    static Form<String> word(List<String> words) {
        return choice(words, text -> words.contains(text) ? Optional.of(text) : Optional.empty());
    }

    /** One of these names. */
    static <T> Form<T> choice(List<String> names, Function<String, Optional<T>> parse) {
        String expected = Wording.oneOf(names);
        return scalar(expected, expected, parse, text -> Wording.didYouMean(text, names));
    }

    private static <T> Form<T> scalar(
            String type, String expected, Function<String, Optional<T>> parse, Function<String, String> hint) {
        return new Form<>(type, spot -> {
            if (!(spot.node() instanceof ScalarNode scalar) || scalar.isNull()) {
                spot.wrongKind(expected);
                return Optional.empty();
            }
            Optional<T> value = parse.apply(scalar.text());
            if (value.isEmpty()) {
                String found = Wording.quoted(scalar.text());
                spot.report(DiagnosticCode.BAD_VALUE, "not a valid value", found, expected, hint.apply(scalar.text()));
            }
            return value;
        });
    }

    /** A number or a truth value: quotes would make it text, which then is not what its writer thinks it is. */
    private static <T> Form<T> unquoted(String type, String expected, Function<String, Optional<T>> parse) {
        Form<T> plain = scalar(type, expected, parse, text -> "");
        return new Form<>(type, spot -> {
            if (spot.node() instanceof ScalarNode scalar && scalar.quoted()) {
                spot.report(
                        DiagnosticCode.WRONG_KIND,
                        "the wrong kind of value",
                        scalar.kind(),
                        expected,
                        "remove the quotes");
                return Optional.empty();
            }
            return plain.read(spot);
        });
    }

    private static Optional<Integer> number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits
                ? Optional.of(Long.parseLong(text))
                        .filter(n -> n <= Integer.MAX_VALUE)
                        .map(Long::intValue)
                : Optional.empty();
    }

    private static Optional<Boolean> flag(String text) {
        return text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
    }

    private static <E extends Enum<E>> Optional<E> find(List<E> constants, String text) {
        return constants.stream()
                .filter(constant -> Labels.of(constant).equals(text))
                .findFirst();
    }

    private static <T> Optional<Optional<T>> orOff(String text, Function<String, Optional<T>> parse) {
        return orNone(OFF, text, parse);
    }

    private static <T> Optional<Optional<T>> orNone(String none, String text, Function<String, Optional<T>> parse) {
        Optional<T> value = parse.apply(text);
        return value.isPresent() || text.equals(none) ? Optional.of(value) : Optional.empty();
    }

    private static Optional<StatusRange> statusRange(String text) {
        Matcher matcher = STATUS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        String last = matcher.group(2);
        return Optional.of(new StatusRange(first, last == null ? first : Integer.parseInt(last)));
    }

    private static String unitHint(String text, String unit) {
        return number(text).isPresent() ? "add a unit: " + text + unit : "";
    }

    private static String sizeHint(String text) {
        return text.matches("[0-9]{1,12}[kKmMgG][bB]?") ? "write KiB, MiB or GiB" : "";
    }
}
