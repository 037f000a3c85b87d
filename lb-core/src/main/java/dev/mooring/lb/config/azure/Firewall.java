// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.BufferingSpec;
import java.util.Locale;
import java.util.Optional;

/**
 * What the tier and its web application firewall do to bodies.
 *
 * @param isThere whether there is one
 * @param bodyBytes the largest body that it lets through; empty for no limit
 */
record Firewall(boolean isThere, Optional<Long> bodyBytes) {
    private static final int DEFAULT_LIMIT = 100;

    static Firewall read(Fields gateway) {
        Optional<Fields> sku = gateway.object("sku", GatewayShapes.SKU);
        String tier = sku.flatMap(fields -> fields.text("tier").or(() -> fields.text("name")))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        sku.filter(fields -> !tier.isEmpty() && !tier.endsWith("_v2") && !tier.equals("basic"))
                .ifPresent(fields -> reportOld(fields, tier));
        Optional<Fields> waf = gateway.object("webApplicationFirewallConfiguration", GatewayShapes.WAF);
        boolean enabled = waf.filter(fields -> fields.flag("enabled", false)).isPresent();
        waf.filter(fields -> enabled).ifPresent(Firewall::reportRules);
        Optional<Long> limit = waf.filter(fields -> enabled
                        && fields.flag("requestBodyCheck", true)
                        && fields.choice("firewallMode", "Prevention", "Detection")
                                .filter("Prevention"::equals)
                                .isPresent())
                .map(fields ->
                        (long) fields.number("fileUploadLimitInMb", 1, 4096).orElse(DEFAULT_LIMIT) << 20);
        boolean policy = gateway.node("firewallPolicy").isPresent();
        return new Firewall(enabled || policy || tier.startsWith("waf"), limit);
    }

    /** What the gateway holds back: everything, unless it is told not to. */
    BufferingSpec buffering(Fields gateway) {
        Optional<Fields> global = gateway.object("globalConfiguration", GatewayShapes.GLOBAL);
        boolean requests = global.map(fields -> fields.flag("enableRequestBuffering", true))
                .orElse(true);
        boolean responses = global.map(fields -> fields.flag("enableResponseBuffering", true))
                .orElse(true);
        if (!requests && isThere) {
            Fields fields = global.orElse(gateway);
            fields.say(
                    DiagnosticCode.REQUEST_HELD,
                    "enableRequestBuffering",
                    "the web application firewall reads each request's body whole all the same",
                    "use tier Standard_v2 for uploads that stream");
        }
        return new BufferingSpec(
                requests || isThere, responses ? BufferingSpec.Responses.HOLD : BufferingSpec.Responses.PASS);
    }

    private static void reportRules(Fields waf) {
        String sentence = "the rules of the web application firewall are not imitated: no request is blocked here";
        waf.reading().say(DiagnosticCode.CLOUD_ONLY, waf.position(), waf.path(), sentence, "");
    }

    private static void reportOld(Fields sku, String tier) {
        String sentence = "tier " + Wording.quoted(tier) + " is of version 1, which was retired; version 2 is imitated";
        sku.reading().say(DiagnosticCode.CLOUD_ONLY, sku.position(), sku.path(), sentence, "");
    }
}
