// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.Set;

/**
 * The listeners of a controller.
 *
 * @param controller its name
 * @param hasHttps whether anything of it is served over https
 */
record NginxPorts(String controller, boolean hasHttps) {
    String http() {
        return controller + ":80";
    }

    String https() {
        return controller + ":443";
    }

    Set<String> all() {
        return hasHttps ? Set.of(http(), https()) : Set.of(http());
    }
}
