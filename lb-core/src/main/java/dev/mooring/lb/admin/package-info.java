// SPDX-License-Identifier: Apache-2.0
/**
 * The admin listener: shows what is happening and takes orders, for people, scripts and probes, and for no web page that was
 * not allowed. It changes nothing itself: every order goes to {@link dev.mooring.lb.runtime.Control}. Start with {@link
 * dev.mooring.lb.admin.AdminServer}.
 */
@NullMarked
package dev.mooring.lb.admin;

import org.jspecify.annotations.NullMarked;
