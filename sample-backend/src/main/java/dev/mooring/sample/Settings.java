// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one server was started with. Immutable, so that a builder can go on to describe the next server. */
record Settings(
        String host,
        int port,
        String name,
        @Nullable String token,
        @Nullable URI dashboard,
        int intervalMillis,
        int ring,
        Duration grace,
        long firstEvent,
        Runnable onCrash,
        Consumer<String> log) {}
