// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules of the listeners, the admin one included. */
final class ListenerRules {
    private static final Pattern ORIGIN = Pattern.compile("https?://([^/?#@\\s]+)");
    private static final int MAX_AT_A_PORT = 100;
    private static final int MAX_PAGE = 1 << 20;

    private ListenerRules() {}

    static void check(GatewaySpec spec, Findings findings) {
        Map<Integer, List<Taken>> byPort = new HashMap<>();
        for (ListenerSpec listener : spec.listeners()) {
            KeyPath path = KeyPath.of("listeners", listener.name());
            findings.name(path, listener.name());
            findings.range(path, listener.port(), 0, 65_535);
            checkFree(path, listener.host(), listener.port(), byPort, findings);
            listener.publicPort().ifPresent(port -> findings.range(path.child("public-port"), port, 1, 65_535));
            checkPages(listener, path.child("error-pages"), findings);
        }
        if (spec.admin().isPresent()) {
            AdminSpec admin = spec.admin().get();
            KeyPath path = KeyPath.of("admin", "address");
            checkFree(path, admin.host(), admin.port(), byPort, findings);
            checkAdmin(admin, path, findings);
        }
        if (spec.accessLog().target() == AccessLogSpec.Target.FILE
                && spec.accessLog().file().isBlank()) {
            findings.badValue(KeyPath.of("access-log", "file"), spec.accessLog().file(), "the path of a file");
        }
    }

    private static void checkPages(ListenerSpec listener, KeyPath path, Findings findings) {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < listener.errorPages().size(); i++) {
            ErrorPageSpec page = listener.errorPages().get(i);
            KeyPath at = path.child(i);
            findings.range(at.child("status"), page.status(), 400, 599);
            if (!seen.add(page.status())) {
                findings.badValue(at.child("status"), Integer.toString(page.status()), "one page for each status");
            }
            if (page.contentType().isEmpty() || !Tokens.isFieldValue(page.contentType())) {
                findings.badValue(at.child("content-type"), page.contentType(), "a media type such as text/html");
            }
            findings.range(at.child("body"), page.body().length(), 0, MAX_PAGE);
        }
    }

    private static void checkFree(
            KeyPath path, String host, int port, Map<Integer, List<Taken>> byPort, Findings findings) {
        if (port == 0) {
            return;
        }
        List<Taken> others = byPort.computeIfAbsent(port, p -> new ArrayList<>());
        Optional<Taken> clash = others.stream()
                .limit(MAX_AT_A_PORT)
                .filter(other -> overlap(other.host, host))
                .findFirst();
        if (clash.isPresent()) {
            String found = new HostPort(host, port) + ", which " + clash.get().path + " has";
            findings.report(DiagnosticCode.DUPLICATE_ADDRESS, path, "the address is taken", found, "another port");
        }
        others.add(new Taken(host, path));
    }

    private static boolean overlap(String a, String b) {
        return a.equalsIgnoreCase(b) || isEverywhere(a) || isEverywhere(b);
    }

    private static boolean isEverywhere(String host) {
        return IpAddresses.parse(host).filter(InetAddress::isAnyLocalAddress).isPresent();
    }

    private static void checkAdmin(AdminSpec admin, KeyPath path, Findings findings) {
        boolean loopback = admin.host().equalsIgnoreCase("localhost")
                || IpAddresses.parse(admin.host())
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
        boolean tokenWritten = List.of("token", "token-file", "token-env").stream()
                .anyMatch(key -> findings.isWritten(KeyPath.of("admin", key)));
        if (!loopback && admin.token().isEmpty() && !tokenWritten) {
            findings.report(
                    DiagnosticCode.OPEN_ADMIN,
                    path,
                    "anyone who reaches this address could drive the balancer",
                    Wording.quoted(admin.host()) + " and no token",
                    "a loopback address such as 127.0.0.1, or a token",
                    "set admin.token-file or admin.token-env");
        }
        for (int i = 0; i < admin.allowedOrigins().size(); i++) {
            String origin = admin.allowedOrigins().get(i);
            var matcher = ORIGIN.matcher(origin);
            if (!matcher.matches() || HostPort.parse(matcher.group(1)).isEmpty()) {
                KeyPath at = KeyPath.of("admin", "allowed-origins").child(i);
                findings.badValue(at, origin, "scheme and host with optional port, such as http://127.0.0.1:8080");
            }
        }
    }

    private record Taken(String host, KeyPath path) {}
}
