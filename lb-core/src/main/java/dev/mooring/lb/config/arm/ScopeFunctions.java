// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that tell where in the cloud a template is deployed: stand-ins here. */
final class ScopeFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("resourceGroup", 0, 2, ScopeFunctions::resourceGroup),
            new Builtin("subscription", 0, 1, ScopeFunctions::subscription),
            new Builtin("tenant", 0, 0, ScopeFunctions::tenant),
            new Builtin("managementGroup", 0, 1, ScopeFunctions::managementGroup),
            new Builtin("deployment", 0, 0, ScopeFunctions::deployment),
            new Builtin("deployer", 0, 0, ScopeFunctions::deployer),
            new Builtin("environment", 0, 0, ScopeFunctions::environment));

    private ScopeFunctions() {}

    private static Node resourceGroup(Arguments a) {
        Map<String, Node> values = new LinkedHashMap<>();
        MapNode texts = Values.texts(
                a.position(),
                "id",
                StandIns.RESOURCE_GROUP_ID,
                "name",
                StandIns.GROUP,
                "type",
                "Microsoft.Resources/resourceGroups",
                "location",
                StandIns.LOCATION);
        texts.entries().forEach(entry -> values.put(entry.key(), entry.value()));
        values.put("tags", new MapNode(a.position(), List.of()));
        values.put("properties", Values.texts(a.position(), "provisioningState", "Succeeded"));
        return Values.map(a.position(), values);
    }

    private static Node subscription(Arguments a) {
        return Values.texts(
                a.position(),
                "id",
                StandIns.SUBSCRIPTION_ID,
                "subscriptionId",
                StandIns.SUBSCRIPTION,
                "tenantId",
                StandIns.TENANT,
                "displayName",
                "local");
    }

    private static Node tenant(Arguments a) {
        return Values.texts(a.position(), "tenantId", StandIns.TENANT, "displayName", "local", "countryCode", "");
    }

    private static Node managementGroup(Arguments a) {
        return Values.texts(
                a.position(),
                "id",
                StandIns.MANAGEMENT_GROUP_ID,
                "name",
                StandIns.GROUP,
                "type",
                "Microsoft.Management/managementGroups");
    }

    private static Node deployment(Arguments a) {
        Deployment home = a.scope.deployment;
        String file = home.template.position().file().replace('\\', '/');
        String link = LinkedTemplates.HERE + file.substring(file.lastIndexOf('/') + 1);
        String name = home.origin.name().isEmpty() ? "local" : home.origin.name();
        Map<String, Node> properties = new LinkedHashMap<>();
        properties.put("templateLink", Values.texts(a.position(), "uri", link));
        properties.put("mode", a.made("Incremental"));
        Map<String, Node> values = new LinkedHashMap<>();
        values.put("name", a.made(name));
        values.put("location", a.made(StandIns.LOCATION));
        values.put("properties", Values.map(a.position(), properties));
        return Values.map(a.position(), values);
    }

    private static Node deployer(Arguments a) {
        return Values.texts(
                a.position(),
                "objectId",
                StandIns.PRINCIPAL,
                "tenantId",
                StandIns.TENANT,
                "userPrincipalName",
                "local");
    }

    private static Node environment(Arguments a) {
        Map<String, Node> values = new LinkedHashMap<>();
        MapNode texts = Values.texts(
                a.position(),
                "name",
                "AzureCloud",
                "portal",
                "https://portal.azure.com",
                "resourceManager",
                "https://management.azure.com/",
                "graph",
                "https://graph.windows.net/");
        texts.entries().forEach(entry -> values.put(entry.key(), entry.value()));
        values.put(
                "authentication",
                Values.texts(
                        a.position(),
                        "loginEndpoint",
                        "https://login.microsoftonline.com/",
                        "tenant",
                        "common",
                        "identityProvider",
                        "AAD"));
        values.put(
                "suffixes",
                Values.texts(
                        a.position(),
                        "storage",
                        "core.windows.net",
                        "keyvaultDns",
                        ".vault.azure.net",
                        "sqlServerHostname",
                        ".database.windows.net",
                        "acrLoginServer",
                        ".azurecr.io"));
        return Values.map(a.position(), values);
    }
}
