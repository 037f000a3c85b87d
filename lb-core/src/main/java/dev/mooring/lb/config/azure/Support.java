// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

/** What Mooring does about a property of a resource. */
enum Support {
    /** What it asks for is done. */
    HONOURED,
    /** It has an effect in the cloud that is not imitated, which is said once. */
    REPORTED,
    /** It changes nothing that a client or a backend could notice. */
    IGNORED
}
