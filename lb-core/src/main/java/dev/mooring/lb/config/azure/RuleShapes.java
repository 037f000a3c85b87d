// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import static dev.mooring.lb.config.azure.Property.decisive;
import static dev.mooring.lb.config.azure.Property.honoured;
import static dev.mooring.lb.config.azure.Property.reported;

import java.util.List;

/** The parts of an Application Gateway that say which request goes where. */
final class RuleShapes {
    private static final String STATE = "provisioningState";
    private static final String POLICY = "Backends are taken in turn: load distribution policies are not imitated.";

    static final Shape RULE = Shape.of(
                    "requestRoutingRules[]",
                    honoured("ruleType", "`Basic` or `PathBasedRouting`."),
                    honoured("priority", "The lowest number is asked first; without any, exact hosts are."),
                    decisive("httpListener", "See `httpListeners`."),
                    decisive("backendAddressPool", "See `backendAddressPools`."),
                    decisive("backendHttpSettings", "See `backendHttpSettingsCollection`."),
                    decisive("urlPathMap", "See `urlPathMaps`."),
                    honoured("rewriteRuleSet", "See `rewriteRuleSets`."),
                    decisive("redirectConfiguration", "See `redirectConfigurations`."),
                    reported("loadDistributionPolicy", POLICY),
                    reported("entraJWTValidationConfig", "Tokens are not checked: every request is let through here."))
            .andReadOnly(STATE);

    static final Shape PATH_MAP = Shape.of(
                    "urlPathMaps[]",
                    decisive("defaultBackendAddressPool", "Where paths go that no rule matches."),
                    decisive("defaultBackendHttpSettings", "How they are sent there."),
                    honoured("defaultRewriteRuleSet", "See `rewriteRuleSets`."),
                    decisive("defaultRedirectConfiguration", "See `redirectConfigurations`."),
                    reported("defaultLoadDistributionPolicy", POLICY),
                    decisive("pathRules", "The first one that matches is taken."))
            .andReadOnly(STATE);

    static final Shape PATH_RULE = Shape.of(
                    "pathRules[]",
                    decisive(
                            "paths",
                            "With `*` at the end: what begins like this. Without: exactly this. Case does not matter."),
                    decisive("backendAddressPool", "See `backendAddressPools`."),
                    decisive("backendHttpSettings", "See `backendHttpSettingsCollection`."),
                    decisive("redirectConfiguration", "See `redirectConfigurations`."),
                    honoured("rewriteRuleSet", "See `rewriteRuleSets`."),
                    reported("loadDistributionPolicy", POLICY),
                    reported(
                            "firewallPolicy",
                            "The web application firewall is not imitated: no request is blocked here."))
            .andReadOnly(STATE);

    static final Shape REDIRECT = Shape.of(
                    "redirectConfigurations[]",
                    honoured("redirectType", "`Permanent` 301, `Found` 302, `SeeOther` 303, `Temporary` 307."),
                    decisive("targetListener", "Whose scheme and port the new location has."),
                    decisive("targetUrl", "The new location."),
                    honoured("includePath", "Off unless set."),
                    honoured("includeQueryString", "Off unless set."))
            .andReadOnly(STATE, "requestRoutingRules", "urlPathMaps", "pathRules");

    static final Shape REWRITE_SET = Shape.of("rewriteRuleSets[]", honoured("rewriteRules", "By their sequence."))
            .andReadOnly(STATE);

    static final Shape REWRITE = Shape.of(
            "rewriteRules[]",
            honoured("name", "Its name."),
            honoured("ruleSequence", "The lowest number is first."),
            honoured("conditions", "All must hold."),
            honoured("actionSet", "What is changed."));

    static final Shape CONDITION = Shape.of(
            "conditions[]",
            honoured("variable", "`var_...`, `http_req_...` or `http_resp_...`."),
            honoured("pattern", "A regular expression that is looked for."),
            honoured("ignoreCase", "Off unless set."),
            honoured("negate", "Off unless set."));

    static final Shape ACTIONS = Shape.of(
            "actionSet",
            honoured("requestHeaderConfigurations", "Changes of the request's header fields."),
            honoured("responseHeaderConfigurations", "Changes of the response's header fields."),
            honoured("urlConfiguration", "A change of path and query."));

    static final Shape HEADER = Shape.of(
            "requestHeaderConfigurations[], responseHeaderConfigurations[]",
            honoured("headerName", "The field."),
            honoured("headerValue", "Its new value, with `{variables}`; empty to remove it."),
            honoured("headerValueMatcher", "Only fields with such a value are changed."));

    static final Shape MATCHER = Shape.of(
            "headerValueMatcher",
            honoured("pattern", "A regular expression that is looked for."),
            honoured("ignoreCase", "Off unless set."),
            honoured("negate", "Off unless set."));

    static final Shape URL = Shape.of(
            "urlConfiguration",
            honoured("modifiedPath", "The new path, with `{variables}`."),
            honoured("modifiedQueryString", "The new query, with `{variables}`; empty to remove it."),
            honoured("reroute", "Whether the path map is asked once more."));

    static final List<Shape> ALL = List.of(
            RULE, PATH_MAP, PATH_RULE, REDIRECT, REWRITE_SET, REWRITE, CONDITION, ACTIONS, HEADER, MATCHER, URL);

    private RuleShapes() {}
}
