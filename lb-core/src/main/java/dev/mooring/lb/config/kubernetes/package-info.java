// SPDX-License-Identifier: Apache-2.0
/**
 * Kubernetes objects become a specification: Ingress, Service, Gateway and HTTPRoute, with the policies of the products that read
 * them. Start at {@link dev.mooring.lb.config.kubernetes.KubernetesReader}.
 */
@NullMarked
package dev.mooring.lb.config.kubernetes;

import org.jspecify.annotations.NullMarked;
