// SPDX-License-Identifier: Apache-2.0
/**
 * What resources of Azure mean: Application Gateway and Front Door become the neutral specification. Each property that a resource
 * may have is declared, with what Mooring does about it; {@code docs/reference/azure.md} is made of the declarations. Start with
 * {@link dev.mooring.lb.config.azure.AzureReader}.
 */
@NullMarked
package dev.mooring.lb.config.azure;

import org.jspecify.annotations.NullMarked;
