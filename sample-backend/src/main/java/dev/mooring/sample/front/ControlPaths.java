// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.front;

/** Which paths belong to the control API: they are guarded more closely, and they are answered whatever is broken. */
public final class ControlPaths {
    private ControlPaths() {}

    /** True for {@code /control} and all below it. */
    public static boolean contains(String path) {
        return path.equals("/control") || path.startsWith("/control/");
    }
}
