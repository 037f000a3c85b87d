// SPDX-License-Identifier: Apache-2.0
/**
 * What the user asked for, independent of the file it came from: immutable records without behaviour. Start with
 * {@link dev.mooring.lb.model.GatewaySpec}.
 */
@NullMarked
package dev.mooring.lb.model;

import org.jspecify.annotations.NullMarked;
