// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import static dev.mooring.lb.config.azure.Property.decisive;
import static dev.mooring.lb.config.azure.Property.honoured;
import static dev.mooring.lb.config.azure.Property.ignored;
import static dev.mooring.lb.config.azure.Property.reported;

import java.util.List;

/** The parts of an Application Gateway that have to do with connections. */
final class GatewayShapes {
    private static final String STATE = "provisioningState";
    private static final String V1 = "Only tiers of version 1 have it, which are not imitated.";
    private static final String LAYER_4 = "TCP and TLS proxying is not imitated: these listeners are not opened.";

    static final Shape GATEWAY = Shape.of(
                    "Microsoft.Network/applicationGateways",
                    honoured("sku", "Names the tier."),
                    honoured("sslPolicy", "Which versions of TLS are spoken."),
                    ignored("gatewayIPConfigurations", "In which subnet the gateway lives."),
                    reported("authenticationCertificates", V1),
                    honoured("trustedRootCertificates", "Authorities that backends' certificates are checked against."),
                    honoured(
                            "trustedClientCertificates", "Authorities that clients' certificates are checked against."),
                    honoured("sslCertificates", "What HTTPS listeners show."),
                    honoured("frontendIPConfigurations", "Addresses; each has its own listeners."),
                    decisive("frontendPorts", "Ports, mapped to local ones: 80 is 8080, 443 is 8443."),
                    honoured("probes", "Health probes."),
                    honoured("backendAddressPools", "Backends."),
                    decisive("backendHttpSettingsCollection", "How backends are spoken to."),
                    reported("backendSettingsCollection", LAYER_4),
                    decisive("httpListeners", "Where clients connect."),
                    reported("listeners", LAYER_4),
                    honoured("sslProfiles", "TLS of single listeners."),
                    decisive("urlPathMaps", "Rules about paths."),
                    decisive("requestRoutingRules", "Which listener leads where."),
                    reported("routingRules", LAYER_4),
                    honoured("rewriteRuleSets", "Changes of header fields and targets."),
                    honoured("redirectConfigurations", "Redirects."),
                    honoured(
                            "webApplicationFirewallConfiguration",
                            "Reported, but for its effect on request bodies: they are buffered, and limited in size."),
                    reported(
                            "firewallPolicy",
                            "The web application firewall is not imitated: no request is blocked here."),
                    honoured("enableHttp2", "Whether HTTPS listeners offer HTTP/2; off unless set."),
                    ignored("enableFips", "Which cryptographic library is used."),
                    ignored("autoscaleConfiguration", "How many instances run; there is one here."),
                    reported("privateLinkConfigurations", "The cloud's Private Link is not imitated."),
                    honoured("customErrorConfigurations", "Pages instead of the gateway's own ones."),
                    ignored("forceFirewallPolicyAssociation", "About the firewall."),
                    reported(
                            "loadDistributionPolicies",
                            "Not part of the product that is generally available: backends are taken in turn."),
                    reported("entraJWTValidationConfigs", "Tokens are not checked: every request is let through here."),
                    honoured("globalConfiguration", "Whether requests and responses are buffered."))
            .andReadOnly(
                    STATE,
                    "resourceGuid",
                    "operationalState",
                    "privateEndpointConnections",
                    "defaultPredefinedSslPolicy");

    static final Shape SKU = Shape.of(
            "sku",
            honoured("name", "`WAF_v2` makes bodies of requests be buffered; other tiers than v2 are reported."),
            honoured("tier", "As `name`."),
            ignored("capacity", "How many instances run; there is one here."),
            ignored("family", "Hardware."));

    static final Shape GLOBAL = Shape.of(
            "globalConfiguration",
            honoured(
                    "enableRequestBuffering",
                    "On unless set: bodies are read whole before a backend sees the request."),
            honoured(
                    "enableResponseBuffering",
                    "On unless set: responses are held until 8 KiB are there or the end, which breaks streams."),
            reported("disableDefaultServerHeaderInResponse", "Gateway-made responses keep their Server field here."));

    static final Shape WAF = Shape.of(
            "webApplicationFirewallConfiguration",
            honoured(
                    "enabled",
                    "The rules are not imitated: no request is blocked here. Bodies are buffered as the firewall does."),
            honoured("firewallMode", "With `Prevention`, bodies over the limit get 413."),
            honoured("fileUploadLimitInMb", "The largest body, 100 unless set."),
            honoured("requestBodyCheck", "Without it there is no limit."),
            ignored("ruleSetType", "Rules."),
            ignored("ruleSetVersion", "Rules."),
            ignored("disabledRuleGroups", "Rules."),
            ignored("exclusions", "Rules."),
            reported("maxRequestBodySize", "The lower limit for bodies that are no files is not imitated."),
            reported("maxRequestBodySizeInKb", "The lower limit for bodies that are no files is not imitated."));

    static final Shape FRONTEND_IP = Shape.of(
                    "frontendIPConfigurations[]",
                    ignored("publicIPAddress", "Listeners are on 127.0.0.1 here."),
                    ignored("privateIPAddress", "Listeners are on 127.0.0.1 here."),
                    ignored("privateIPAllocationMethod", "Listeners are on 127.0.0.1 here."),
                    ignored("subnet", "Listeners are on 127.0.0.1 here."),
                    reported("privateLinkConfiguration", "The cloud's Private Link is not imitated."))
            .andReadOnly(STATE, "httpListeners");

    static final Shape PORT =
            Shape.of("frontendPorts[]", decisive("port", "1 to 65535.")).andReadOnly(STATE, "httpListeners");

    static final Shape LISTENER = Shape.of(
                    "httpListeners[]",
                    honoured("frontendIPConfiguration", "Listeners with the same address and port are one here."),
                    decisive("frontendPort", "See `frontendPorts`."),
                    decisive("protocol", "`Http` or `Https`."),
                    decisive("hostName", "One host; no host at all means every host."),
                    decisive("hostNames", "Up to five hosts, with `*` and `?`."),
                    honoured("sslCertificate", "See `sslCertificates`."),
                    honoured("sslProfile", "See `sslProfiles`."),
                    ignored("requireServerNameIndication", "Version 2 chooses the certificate by the server name."),
                    honoured("customErrorConfigurations", "Replace all of the gateway's."),
                    reported(
                            "firewallPolicy",
                            "The web application firewall is not imitated: no request is blocked here."))
            .andReadOnly(STATE);

    static final Shape POOL = Shape.of(
                    "backendAddressPools[]",
                    honoured(
                            "backendAddresses",
                            "Backends; machines that join a pool by themselves have no address here: use `--backend`."))
            .andReadOnly(STATE, "backendIPConfigurations");

    static final Shape ADDRESS = Shape.of(
            "backendAddresses[]",
            honoured("fqdn", "A host name."),
            honoured("ipAddress", "An address, or a host name as many files have it here."));

    static final Shape SETTINGS = Shape.of(
                    "backendHttpSettingsCollection[]",
                    decisive("port", "The port of all backends; 80, or 443 for `Https`, unless set."),
                    honoured("protocol", "`Http` or `Https`."),
                    honoured("cookieBasedAffinity", "`Enabled` or `Disabled`."),
                    honoured(
                            "affinityCookieName",
                            "`ApplicationGatewayAffinity` unless set; its twin for cross-site requests ends in `CORS`."),
                    honoured(
                            "requestTimeout",
                            "Seconds until a backend's first octet, and between two of them; 20 unless set."),
                    honoured("probe", "See `probes`; without one, `/` is asked for with Host 127.0.0.1."),
                    ignored("probeEnabled", "Has no documented effect: probes run anyway."),
                    honoured("connectionDraining", "How long a removed backend may finish."),
                    honoured("hostName", "The Host that backends are told."),
                    honoured("pickHostNameFromBackendAddress", "Backends are told their own name."),
                    honoured("path", "Stands in the place of the part of the path that the rule matched."),
                    reported("authenticationCertificates", V1),
                    honoured("trustedRootCertificates", "See `trustedRootCertificates`."),
                    honoured("dedicatedBackendConnection", "A client's connection stays with one backend."),
                    honoured("validateCertChainAndExpiry", "Whether certificates of backends are checked."),
                    honoured("validateSNI", "Whether certificates of backends must be for their name."),
                    honoured("sniName", "The server name that backends are asked for."))
            .andReadOnly(STATE);

    static final Shape DRAINING = Shape.of(
            "connectionDraining",
            honoured("enabled", "Without it 30 seconds hold."),
            honoured("drainTimeoutInSec", "1 to 3600."));

    static final Shape PROBE = Shape.of(
                    "probes[]",
                    honoured("protocol", "Has to be that of the settings; another one is reported."),
                    honoured("host", "The Host sent."),
                    honoured("path", "`/` unless set."),
                    honoured("interval", "Seconds; 30 unless set."),
                    honoured("timeout", "Seconds; 30 unless set."),
                    honoured("unhealthyThreshold", "3 unless set; one good probe heals."),
                    honoured("pickHostNameFromBackendHttpSettings", "The Host is what the settings say."),
                    ignored("pickHostNameFromBackendSettings", "About TCP and TLS proxying."),
                    ignored("enableProbeProxyProtocolHeader", "About TCP and TLS proxying."),
                    honoured("minServers", "So many backends are never counted unhealthy."),
                    honoured("match", "What a good answer is."),
                    honoured("port", "The port of the settings unless set."))
            .andReadOnly(STATE);

    static final Shape MATCH = Shape.of(
            "match",
            honoured("statusCodes", "Codes and ranges; `200-399` unless set."),
            honoured("body", "Text that the body must hold."));

    static final Shape CERTIFICATE = Shape.of(
                    "sslCertificates[]",
                    honoured("data", "PKCS#12 in base64."),
                    honoured("password", "Its password."),
                    honoured(
                            "keyVaultSecretId",
                            "A certificate of Mooring's local authority stands in, or that of `--certificate`."))
            .andReadOnly(STATE, "publicCertData", "httpListeners");

    static final Shape ROOT_CERTIFICATE = Shape.of(
                    "trustedRootCertificates[]",
                    honoured("data", "The certificate in base64."),
                    reported(
                            "keyVaultSecretId",
                            "A Key Vault cannot be read from here: backends are checked against the Java runtime's"
                                    + " authorities."))
            .andReadOnly(STATE);

    static final Shape CLIENT_CERTIFICATE = Shape.of(
                    "trustedClientCertificates[]", honoured("data", "The certificates in base64."))
            .andReadOnly(STATE, "validatedCertData", "clientCertIssuerDN");

    static final Shape TLS_POLICY = Shape.of(
            "sslPolicy",
            honoured("policyType", "Which of the others count."),
            honoured("policyName", "Its oldest version counts; 1.2 is the oldest spoken here."),
            honoured("minProtocolVersion", "1.2 is the oldest spoken here."),
            honoured("disabledSslProtocols", "Versions that are not spoken."),
            ignored("cipherSuites", "Those of the Java runtime are used."));

    static final Shape TLS_PROFILE = Shape.of(
                    "sslProfiles[]",
                    honoured("sslPolicy", "See `sslPolicy`."),
                    honoured("trustedClientCertificates", "Clients have to show a certificate of these."),
                    honoured("clientAuthConfiguration", "How clients are checked."))
            .andReadOnly(STATE);

    static final Shape CLIENT_AUTH = Shape.of(
            "clientAuthConfiguration",
            reported("verifyClientCertIssuerDN", "The issuer's name is not compared; the chain is verified."),
            reported("verifyClientRevocation", "Revocation is not asked for."),
            honoured("verifyClientAuthMode", "`Strict`, or `Passthrough`: clients may show any certificate, or none."));

    static final Shape ERROR_PAGE = Shape.of(
            "customErrorConfigurations[]",
            honoured("statusCode", "Such as `HttpStatus502`."),
            honoured(
                    "customErrorPageUrl",
                    "The page is not fetched: that of `--error-page` is shown, or else the gateway's own one."));

    static final List<Shape> ALL = List.of(
            GATEWAY,
            SKU,
            GLOBAL,
            WAF,
            FRONTEND_IP,
            PORT,
            LISTENER,
            POOL,
            ADDRESS,
            SETTINGS,
            DRAINING,
            PROBE,
            MATCH,
            CERTIFICATE,
            ROOT_CERTIFICATE,
            CLIENT_CERTIFICATE,
            TLS_POLICY,
            TLS_PROFILE,
            CLIENT_AUTH,
            ERROR_PAGE);

    private GatewayShapes() {}
}
