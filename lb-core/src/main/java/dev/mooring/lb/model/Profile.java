// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/** The set of habits of one gateway product: its error pages, the header fields it adds, the way it speaks to clients. */
public enum Profile {
    /** Mooring's own habits. */
    PLAIN,
    /** Azure Application Gateway v2. */
    APPLICATION_GATEWAY,
    /** Azure Front Door Standard and Premium. */
    FRONT_DOOR,
    /** The ingress-nginx controller. */
    INGRESS_NGINX,
    /** A Kubernetes Service, which forwards connections and knows no HTTP. */
    SERVICE_CLIENT_IP,
    /** A Gateway API implementation about which nothing more is known. */
    GATEWAY_API,
    /** Azure Application Gateway for Containers. */
    APPLICATION_GATEWAY_FOR_CONTAINERS,
    /** NGINX Gateway Fabric. */
    NGINX_GATEWAY_FABRIC;

    /** The name in a configuration, such as {@code ingress-nginx}. */
    public String label() {
        return Labels.of(this);
    }
}
