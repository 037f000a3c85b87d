// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.Cidr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the controller itself.
 *
 * @param keys the ConfigMap's keys and values
 */
record NginxConfig(Map<String, String> keys) {
    private static final Set<String> NAMES = Set.of(
            "ingress-nginx-controller",
            "nginx-configuration",
            "nginx-load-balancer-conf",
            "ingress-nginx-internal-controller");

    private static final String TABLE = """
            annotations-risk-level | honoured | High unless it is Critical; snippets need Critical
            allow-snippet-annotations | honoured | snippets are read at all
            annotation-value-word-blocklist | honoured | words that drop an Ingress
            compute-full-forwarded-for | ignored | Mooring's own way
            hsts | honoured | Strict-Transport-Security on https
            hsts-include-subdomains | honoured | part of it
            hsts-max-age | honoured | part of it
            http-redirect-code | honoured | of the redirect to https
            load-balance | honoured | where no annotation says otherwise
            proxy-body-size | honoured | where no annotation says otherwise
            proxy-buffering | honoured | where no annotation says otherwise
            proxy-connect-timeout | honoured | where no annotation says otherwise
            proxy-next-upstream | honoured | where no annotation says otherwise
            proxy-next-upstream-timeout | honoured | where no annotation says otherwise
            proxy-next-upstream-tries | honoured | where no annotation says otherwise
            proxy-read-timeout | honoured | where no annotation says otherwise
            proxy-real-ip-cidr | honoured | whose forwarded fields are believed
            proxy-request-buffering | honoured | where no annotation says otherwise
            proxy-send-timeout | ignored | it concerns writing the request
            ssl-redirect | honoured | where no annotation says otherwise
            force-ssl-redirect | honoured | where no annotation says otherwise
            use-forwarded-headers | honoured | forwarded fields of clients are believed
            """;

    static final Map<String, Schema.Row> ALL = NginxAnnotations.read(TABLE);

    /** The controller's ConfigMaps of the run, by name and by label. */
    static NginxConfig find(Cluster cluster, Reports reports) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (KubeObject map : cluster.all("ConfigMap")) {
            boolean labelled = "ingress-nginx".equals(map.labels().get("app.kubernetes.io/name"));
            if (!NAMES.contains(map.name()) && !labelled) {
                continue;
            }
            Map<String, String> data = KubeObject.texts(map.value().get("data"));
            keys.putAll(data);
            List<String> unread =
                    data.keySet().stream().filter(key -> !ALL.containsKey(key)).toList();
            if (!unread.isEmpty()) {
                String message = map.title() + ": settings of the controller that Mooring does not read: "
                        + Wording.oneOf(unread.stream().limit(10).toList());
                reports.add(DiagnosticCode.CLOUD_ONLY, map.position(), message, "");
            }
        }
        return new NginxConfig(keys);
    }

    boolean flag(String key, boolean otherwise) {
        return AnnotationReader.isTrue(keys.getOrDefault(key, ""), otherwise);
    }

    int number(String key, int otherwise) {
        return Optional.ofNullable(keys.get(key))
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .orElse(otherwise);
    }

    /** Strict-Transport-Security as it is sent over https; empty when it is switched off. */
    Optional<String> hsts() {
        String value = "max-age=" + number("hsts-max-age", 31_536_000)
                + (flag("hsts-include-subdomains", true) ? "; includeSubDomains" : "");
        return flag("hsts", true) ? Optional.of(value) : Optional.empty();
    }

    List<String> blockedWords() {
        return Arrays.stream(
                        keys.getOrDefault("annotation-value-word-blocklist", "").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    List<Cidr> trustedProxies() {
        List<Cidr> trusted = new ArrayList<>();
        if (flag("use-forwarded-headers", false)) {
            for (String text :
                    keys.getOrDefault("proxy-real-ip-cidr", "0.0.0.0/0").split(",")) {
                Cidr.parse(text.strip()).ifPresent(trusted::add);
            }
        }
        return trusted;
    }
}
