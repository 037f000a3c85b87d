// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;

/**
 * The parts of one Application Gateway.
 *
 * @param prefix what stands in front of the names of this gateway's parts; empty unless there are several gateways
 * @param gateway its own properties
 */
record Parts(
        String prefix,
        Fields gateway,
        Collection addresses,
        Collection ports,
        Collection listeners,
        Collection pools,
        Collection settings,
        Collection probes,
        Collection rules,
        Collection pathMaps,
        Collection redirects,
        Collection rewrites,
        Collection certificates,
        Collection profiles,
        Collection trustedRoots,
        Collection trustedClients) {

    static Parts of(String prefix, Fields gateway) {
        return new Parts(
                prefix,
                gateway,
                new Collection(gateway, "frontendIPConfigurations", "frontend", GatewayShapes.FRONTEND_IP),
                new Collection(gateway, "frontendPorts", "port", GatewayShapes.PORT),
                new Collection(gateway, "httpListeners", "listener", GatewayShapes.LISTENER),
                new Collection(gateway, "backendAddressPools", "pool", GatewayShapes.POOL),
                new Collection(gateway, "backendHttpSettingsCollection", "settings", GatewayShapes.SETTINGS),
                new Collection(gateway, "probes", "probe", GatewayShapes.PROBE),
                new Collection(gateway, "requestRoutingRules", "rule", RuleShapes.RULE),
                new Collection(gateway, "urlPathMaps", "map", RuleShapes.PATH_MAP),
                new Collection(gateway, "redirectConfigurations", "redirect", RuleShapes.REDIRECT),
                new Collection(gateway, "rewriteRuleSets", "rewrite", RuleShapes.REWRITE_SET),
                new Collection(gateway, "sslCertificates", "certificate", GatewayShapes.CERTIFICATE),
                new Collection(gateway, "sslProfiles", "profile", GatewayShapes.TLS_PROFILE),
                new Collection(gateway, "trustedRootCertificates", "root", GatewayShapes.ROOT_CERTIFICATE),
                new Collection(gateway, "trustedClientCertificates", "client-root", GatewayShapes.CLIENT_CERTIFICATE));
    }

    Reading reading() {
        return gateway.reading();
    }

    /** The name by which the spec calls a part of this gateway. */
    String named(String name) {
        return prefix + name;
    }

    /** What is there and used by nothing cannot be noticed, which its writer may not know. */
    void reportUnused() {
        reportUnused(listeners, "no rule leads away from this listener: its requests get 404");
        reportUnused(pools, "no rule sends requests to this pool");
        reportUnused(settings, "no rule uses these settings");
        reportUnused(probes, "no settings use this probe");
        reportUnused(pathMaps, "no rule uses this map");
        reportUnused(redirects, "no rule uses this redirect");
        reportUnused(rewrites, "no rule uses this rewrite");
    }

    private void reportUnused(Collection parts, String sentence) {
        for (Item item : parts.items()) {
            if (!parts.isUsed(item) && !item.isImplied()) {
                reading().say(DiagnosticCode.UNUSED_PART, item.position(), item.path(), sentence, "");
            }
        }
    }
}
