// SPDX-License-Identifier: Apache-2.0
/**
 * What a route does to a request and its response beside passing them on: changes of header fields and target, redirects, CORS.
 * Pure. Start with {@link dev.mooring.lb.filter.Filters}.
 */
@NullMarked
package dev.mooring.lb.filter;

import org.jspecify.annotations.NullMarked;
