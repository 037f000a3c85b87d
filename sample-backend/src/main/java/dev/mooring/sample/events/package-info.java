// SPDX-License-Identifier: Apache-2.0
/**
 * What happened on this server and who is listening: one numbered log, a feed for each interval, resume after an id. It
 * must not know URLs or parameters. Start with {@link dev.mooring.sample.events.EventLog}.
 */
@NullMarked
package dev.mooring.sample.events;

import org.jspecify.annotations.NullMarked;
