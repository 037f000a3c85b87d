// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

/**
 * What everybody who builds a part of the specification shares.
 *
 * @param cluster the objects
 * @param reports where problems go
 * @param draft the specification so far
 * @param endpoints finds addresses
 * @param certificates finds certificates
 */
record Scene(Cluster cluster, Reports reports, Draft draft, Endpoints endpoints, Certificates certificates) {}
