// SPDX-License-Identifier: Apache-2.0
/**
 * What each URL answers. An endpoint reads its parameters and talks to one exchange; it must not know how bytes travel
 * or which other endpoints exist. Start with {@link dev.mooring.sample.endpoint.StreamEndpoint}.
 */
@NullMarked
package dev.mooring.sample.endpoint;

import org.jspecify.annotations.NullMarked;
