// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of what decides, without sockets. Start with {@code bench/jmh/run}. */
@NullMarked
package dev.mooring.bench.jmh;

import org.jspecify.annotations.NullMarked;
