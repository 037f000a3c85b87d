// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The affinity cookie that the annotations of an Ingress ask for. */
final class NginxCookie {
    private static final String NAME = "[/\\-._~a-zA-Z0-9:]*";
    private static final List<String> SAME_SITES = List.of("None", "Lax", "Strict");

    private final AnnotationReader annotations;

    NginxCookie(AnnotationReader annotations) {
        this.annotations = annotations;
    }

    /** Whether the Ingress asks for a cookie; says so if it seems to and does not. */
    boolean isAsked() {
        Optional<String> affinity = annotations.text("affinity");
        if (affinity.isPresent() && !affinity.get().equals("cookie")) {
            annotations.bad("affinity", affinity.get(), "'cookie'", "no affinity");
        } else if (affinity.isEmpty()) {
            annotations.all().keySet().stream()
                    .filter(name -> name.startsWith("session-cookie-") || name.startsWith("affinity-"))
                    .filter(name -> NginxAnnotations.ALL.containsKey(name))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> annotations.report(
                            DiagnosticCode.IGNORED_SETTING,
                            name,
                            "annotation " + name + ": without 'affinity: cookie' there is no affinity",
                            ""));
        }
        return affinity.filter("cookie"::equals).isPresent();
    }

    Cookie.Style style() {
        String mode = annotations.text("affinity-mode").orElse("balanced");
        if (!mode.equals("balanced") && !mode.equals("persistent")) {
            annotations.bad("affinity-mode", mode, "balanced or persistent", "balanced");
        }
        return mode.equals("persistent") ? Cookie.Style.INGRESS_NGINX_PERSISTENT : Cookie.Style.INGRESS_NGINX_BALANCED;
    }

    /** Its attributes; the path is that of the location unless it is given. */
    Cookie cookie(Cookie.Style style, String upstream) {
        String name = annotations.text("session-cookie-name").orElse("INGRESSCOOKIE");
        if (!name.matches(NAME)) {
            annotations.bad("session-cookie-name", name, "letters, digits and -._~:/", "INGRESSCOOKIE");
            name = "INGRESSCOOKIE";
        }
        boolean secure = annotations.flag("session-cookie-secure", false);
        if (!secure && annotations.has("session-cookie-secure")) {
            annotations.report(
                    DiagnosticCode.SECURE_FALSE,
                    "session-cookie-secure",
                    "annotation session-cookie-secure: false changes nothing; over https the cookie is Secure all the same",
                    "");
        }
        return new Cookie(
                name,
                annotations.text("session-cookie-path").orElse("/"),
                annotations.text("session-cookie-domain"),
                seconds("session-cookie-max-age"),
                secure ? Cookie.Secure.ALWAYS : Cookie.Secure.AUTO,
                true,
                sameSite(),
                style,
                upstream,
                seconds("session-cookie-expires"),
                annotations.flag("session-cookie-conditional-samesite-none", false));
    }

    private Optional<Duration> seconds(String name) {
        Optional<String> text = annotations.text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches("0|-?[1-9][0-9]{0,8}")) {
            annotations.bad(name, text.get(), "a whole number of seconds without a unit", "none");
            return Optional.empty();
        }
        int seconds = Integer.parseInt(text.get());
        if (seconds <= 0) {
            String message = "annotation " + name + ": browsers throw the cookie away at once (found "
                    + Wording.quoted(text.get()) + ", expected seconds from now); Mooring takes it for 0";
            annotations.report(DiagnosticCode.ANNOTATION_VALUE, name, message, "");
        }
        return Optional.of(Duration.ofSeconds(
                Math.max(0, Math.min(seconds, Duration.ofDays(400).toSeconds()))));
    }

    private Optional<SameSite> sameSite() {
        String name = "session-cookie-samesite";
        Optional<String> text = annotations.text(name);
        if (text.isEmpty() || SAME_SITES.contains(text.get())) {
            return text.map(value -> SameSite.valueOf(value.toUpperCase(Locale.ROOT)));
        }
        Optional<String> meant =
                SAME_SITES.stream().filter(text.get()::equalsIgnoreCase).findFirst();
        if (meant.isPresent()) {
            annotations.report(
                    DiagnosticCode.SAME_SITE_CASE,
                    name,
                    "annotation " + name + ": accepted and then left out, since case counts (found "
                            + Wording.quoted(text.get()) + ", expected '" + meant.get() + "')",
                    "");
        } else {
            annotations.bad(name, text.get(), "None, Lax or Strict", "none");
        }
        return Optional.empty();
    }
}
