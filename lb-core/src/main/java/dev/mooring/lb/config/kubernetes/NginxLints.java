// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is accepted and yet surely not meant. */
final class NginxLints {
    /** What the controller's webhook lets through for Exact and Prefix. */
    private static final Pattern PLAIN_PATH = Pattern.compile("/[A-Za-z0-9._/-]*");

    private static final Pattern GROUP = Pattern.compile("\\$([1-9])");

    private final Reports reports;

    NginxLints(Reports reports) {
        this.reports = reports;
    }

    /** Looks at one Ingress by itself. */
    void ingress(NginxIngress ingress) {
        AnnotationReader annotations = ingress.annotations();
        boolean cookie = annotations.text("affinity").filter("cookie"::equals).isPresent();
        if (cookie && annotations.text("upstream-hash-by").isPresent()) {
            String message = "annotation upstream-hash-by: next to affinity: cookie it has no effect";
            annotations.report(DiagnosticCode.HASH_AND_COOKIE, "upstream-hash-by", message, "keep one of the two");
        }
        KubeObject object = ingress.object();
        for (IngressPath path : ingress.paths()) {
            path(object, path);
        }
        boolean old = !object.version().equals("v1");
        for (Value rule : object.spec().get("rules").items()) {
            for (Value path : rule.get("http", "paths").items()) {
                Value backend = path.get("backend");
                if (!old && backend.get("serviceName").isPresent()) {
                    String message = "serviceName and servicePort in networking.k8s.io/v1, so the cluster rejects it";
                    String hint = "write service: {name: ..., port: {number: ...}}";
                    reports.add(DiagnosticCode.OLD_API, object, backend.position(), message, hint);
                }
                if (!old && !path.get("pathType").isPresent()) {
                    String message = "a path without pathType, so the cluster rejects it";
                    reports.add(DiagnosticCode.PATH_TYPE, object, path.position(), message, "write pathType: Prefix");
                }
            }
        }
    }

    private void path(KubeObject object, IngressPath path) {
        boolean known = List.of(IngressPath.EXACT, IngressPath.PREFIX, IngressPath.ANY_TYPE)
                .contains(path.type());
        if (!known) {
            String message = "no such pathType (found " + Wording.quoted(path.type())
                    + ", expected Prefix, Exact or ImplementationSpecific)";
            reports.add(DiagnosticCode.PATH_TYPE, object, path.position(), message, "");
        } else if (!path.type().equals(IngressPath.ANY_TYPE)
                && !PLAIN_PATH.matcher(path.path()).matches()) {
            String message = "the controller's webhook rejects this path of type " + path.type() + " (found "
                    + Wording.quoted(path.path()) + ", expected letters, digits and ._-/ after a slash)";
            String hint = "write pathType: ImplementationSpecific for a regular expression";
            reports.add(DiagnosticCode.PATH_TYPE, object, path.position(), message, hint);
        }
    }

    /** A Service behind the controller. */
    void service(Cluster cluster, NginxIngress ingress, ServicePort port) {
        Optional<KubeObject> service = port.service();
        if (service.isEmpty()) {
            boolean expected = cluster.all("Service").stream()
                    .anyMatch(other -> other.namespace().equals(port.namespace()));
            if (expected) {
                String message = ingress.object().title() + ": Service " + port.namespace() + "/" + port.name()
                        + " is not in the files; without it the cloud answers 503";
                List<String> names =
                        cluster.all("Service").stream().map(KubeObject::name).toList();
                reports.once(
                        DiagnosticCode.MISSING_REFERENCE,
                        ingress.object().position(),
                        message,
                        Wording.didYouMean(port.name(), names));
            }
            return;
        }
        if (port.port().isEmpty()
                && service.get().spec().get("externalName").text().isEmpty()) {
            String ports = service.get().spec().get("ports").items().stream()
                    .map(p -> p.get("port").text(""))
                    .collect(Collectors.joining(", "));
            String message = ingress.object().title() + ": " + service.get().title() + " has no port "
                    + Wording.quoted(port.written()) + " (expected " + ports + "); the cloud answers 503";
            reports.once(DiagnosticCode.MISSING_REFERENCE, ingress.object().position(), message, "");
        }
        boolean direct = !ingress.annotations().flag("service-upstream", false);
        Value affinity = service.get().spec().get("sessionAffinity");
        if (direct && affinity.text("").equals("ClientIP")) {
            String message = service.get().title()
                    + ": sessionAffinity has no effect behind ingress-nginx, which speaks to the pods itself";
            reports.once(
                    DiagnosticCode.CLIENT_IP_UNUSED,
                    affinity.position(),
                    message,
                    "write affinity: cookie at the Ingress");
        }
    }

    /** A path that an earlier Ingress has already. */
    void taken(NginxIngress ingress, IngressPath path, NginxServer.Location earlier) {
        String message = "path " + Wording.quoted(path.path()) + " of host "
                + Wording.quoted(path.host().isEmpty() ? "*" : path.host()) + " is at "
                + earlier.path().position() + " already, which is older: this one is ignored";
        reports.add(DiagnosticCode.SHADOWED_ROUTE, ingress.object(), path.position(), message, "");
    }

    /** Looks at all paths of a host together. */
    void server(NginxServer server) {
        List<NginxServer.Location> locations = server.inOrder();
        if (server.hasRegexes()) {
            regexes(server, locations);
        }
        Map<String, Set<String>> paths = new LinkedHashMap<>();
        Map<String, NginxServer.Location> first = new LinkedHashMap<>();
        for (NginxServer.Location location : locations) {
            AnnotationReader annotations = location.ingress().annotations();
            boolean cookie =
                    annotations.text("affinity").filter("cookie"::equals).isPresent()
                            && annotations.text("session-cookie-path").isEmpty();
            if (cookie && location.path().backend().isPresent() && !server.hasRegexes()) {
                String id = location.path().backend().get().id();
                paths.computeIfAbsent(id, i -> new TreeSet<>())
                        .add(location.path().path());
                first.putIfAbsent(id, location);
            }
        }
        paths.forEach((id, all) -> {
            NginxServer.Location location = first.get(id);
            if (all.size() > 1 && location != null) {
                String message = "annotation affinity: a client gets a cookie of its own for each of the paths "
                        + Wording.oneOf(all) + " of " + id + ", which may name different backends";
                location.ingress()
                        .annotations()
                        .report(DiagnosticCode.COOKIE_PATHS, "affinity", message, "write session-cookie-path: /");
            }
        });
    }

    private static void group(NginxServer.Location location) {
        AnnotationReader annotations = location.ingress().annotations();
        String target = annotations.text("rewrite-target").orElse("");
        Matcher groups = GROUP.matcher(target);
        int highest = 0;
        while (groups.find()) {
            highest = Math.max(highest, Integer.parseInt(groups.group(1)));
        }
        String path = location.path().path();
        if (CanaryRule.isRegex(path)
                && highest > Pattern.compile(path).matcher("").groupCount()) {
            String message = "annotation rewrite-target: path " + Wording.quoted(path) + " has no group $" + highest
                    + ", so all its requests get the same path";
            String hint = "write the path as " + path.replaceFirst("/$", "") + "(/|$)(.*), with ImplementationSpecific";
            annotations.report(DiagnosticCode.REWRITE_LOSES_PATH, "rewrite-target", message, hint);
        }
    }

    private void regexes(NginxServer server, List<NginxServer.Location> locations) {
        for (NginxServer.Location location : locations) {
            NginxIngress ingress = location.ingress();
            AnnotationReader annotations = ingress.annotations();
            boolean cookie =
                    annotations.text("affinity").filter("cookie"::equals).isPresent();
            boolean plain = location.path().path().equals("/");
            boolean literal = PLAIN_PATH.matcher(location.path().path()).matches();
            if (cookie && !literal && annotations.text("session-cookie-path").isEmpty()) {
                String message = "annotation affinity: the cookie's path is the regular expression "
                        + Wording.quoted(location.path().path()) + ", so no browser sends it back";
                annotations.report(
                        DiagnosticCode.REGEX_COOKIE_PATH, "affinity", message, "write session-cookie-path, such as /");
            }
            group(location);
            if (!ingress.hasRegexes() && !plain) {
                String why = locations.stream()
                        .map(NginxServer.Location::ingress)
                        .filter(NginxIngress::hasRegexes)
                        .findFirst()
                        .map(other -> other.object().title())
                        .orElse("another Ingress");
                String message = "path " + Wording.quoted(location.path().path()) + " of host "
                        + Wording.quoted(server.host()) + " is a regular expression without an end and without case,"
                        + " because of " + why;
                reports.add(
                        DiagnosticCode.REGEX_NEIGHBOURS,
                        ingress.object(),
                        location.path().position(),
                        message,
                        "give that Ingress a host of its own");
            }
        }
    }
}
