// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An Ingress and its annotations.
 *
 * @param object the Ingress
 * @param annotations its annotations
 * @param paths its paths, in the order of the file
 * @param defaultBackend what its defaultBackend names; empty for none
 */
record NginxIngress(
        KubeObject object,
        AnnotationReader annotations,
        List<IngressPath> paths,
        Optional<ServicePort> defaultBackend) {

    static NginxIngress of(KubeObject object, AnnotationReader annotations, Cluster cluster) {
        List<IngressPath> paths = IngressPath.all(object, cluster);
        Value spec = object.spec();
        Value backend = spec.get("defaultBackend").isPresent() ? spec.get("defaultBackend") : spec.get("backend");
        return new NginxIngress(object, annotations, paths, IngressPath.service(object, backend, cluster));
    }

    boolean isCanary() {
        return annotations.flag("canary", false);
    }

    boolean hasRegexes() {
        return annotations.flag("use-regex", false)
                || annotations.text("rewrite-target").isPresent();
    }

    /** The hosts of its rules; an empty text for rules without one. */
    Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        object.spec().get("rules").items().forEach(rule -> hosts.add(IngressPath.host(rule)));
        if (hosts.isEmpty() && defaultBackend.isPresent()) {
            hosts.add("");
        }
        return hosts;
    }

    List<String> aliases() {
        List<String> aliases = new ArrayList<>();
        annotations.text("server-alias").ifPresent(text -> {
            for (String alias : text.split(",")) {
                if (!alias.isBlank()) {
                    aliases.add(alias.strip().toLowerCase(Locale.ROOT));
                }
            }
        });
        return aliases;
    }

    /** The hosts that have TLS. */
    Set<String> tlsHosts() {
        Set<String> hosts = new LinkedHashSet<>();
        for (Value tls : object.spec().get("tls").items()) {
            List<String> named = tls.get("hosts").texts();
            hosts.addAll(named.isEmpty() ? hosts() : named);
        }
        return hosts;
    }
}
