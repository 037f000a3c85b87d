// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.model.Labels;

/** Why TLS was not agreed on with a client. */
public enum HandshakeFailure {
    /** The client took too long. */
    TIMEOUT,
    /** The client went away in the middle. */
    CUT,
    /** The client showed no certificate, or one that is not accepted. */
    CERTIFICATE,
    /** The client gave up, most often because it does not trust our certificate. */
    REJECTED,
    /** The client offers no version or cipher that is spoken here. */
    UNSUPPORTED,
    /** What the client sent is no TLS by the letter, or anything else. */
    OTHER;

    /** The word for it in metrics. */
    public String label() {
        return Labels.of(this);
    }
}
