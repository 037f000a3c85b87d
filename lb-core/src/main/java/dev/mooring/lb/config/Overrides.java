// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import java.util.List;
import java.util.Optional;

/**
 * What the command line says on top of the files, as it was typed. Immutable.
 *
 * @param listen {@code HOST:PORT} of {@code --listen}: the address of the first listener
 * @param admin {@code HOST:PORT} of {@code --admin}: the address of the admin listener
 * @param backends each {@code --backend}: {@code POOL=HOST:PORT,...}, or {@code HOST:PORT,...} where there is one pool or none
 */
public record Overrides(Optional<String> listen, Optional<String> admin, List<String> backends) {
    /** Nothing on top. */
    public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty(), List.of());

    public Overrides {
        backends = List.copyOf(backends);
    }
}
