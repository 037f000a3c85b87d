// SPDX-License-Identifier: Apache-2.0
/** What socket tests share: clients and backends that speak raw octets, and balancers between them. */
@NullMarked
package dev.mooring.lb.testing;

import org.jspecify.annotations.NullMarked;
