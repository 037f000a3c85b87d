// SPDX-License-Identifier: Apache-2.0
/**
 * The tests that keep the pages true: what README and docs/ say is compared with the code, and what they tell a reader to type
 * is typed. Start with {@link dev.mooring.docs.Page}.
 */
@NullMarked
package dev.mooring.docs;

import org.jspecify.annotations.NullMarked;
