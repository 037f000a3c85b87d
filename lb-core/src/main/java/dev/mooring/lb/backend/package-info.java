// SPDX-License-Identifier: Apache-2.0
/**
 * Connections to backends: opened, reused, spoken to in HTTP/1.1, closed. Knows nothing of routes or clients. Start with
 * {@link dev.mooring.lb.backend.BackendConnections}.
 */
@NullMarked
package dev.mooring.lb.backend;

import org.jspecify.annotations.NullMarked;
