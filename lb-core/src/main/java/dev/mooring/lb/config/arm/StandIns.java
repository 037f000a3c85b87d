// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

/** What stands for the place in the cloud: the same at each start, and recognisable as not real. */
final class StandIns {
    static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
    static final String TENANT = "00000000-0000-0000-0000-000000000002";
    static final String PRINCIPAL = "00000000-0000-0000-0000-000000000003";
    static final String GROUP = "local";
    static final String LOCATION = "local";
    static final String SUBSCRIPTION_ID = "/subscriptions/" + SUBSCRIPTION;
    static final String RESOURCE_GROUP_ID = SUBSCRIPTION_ID + "/resourceGroups/" + GROUP;
    static final String MANAGEMENT_GROUP_ID = "/providers/Microsoft.Management/managementGroups/" + GROUP;

    private StandIns() {}
}
