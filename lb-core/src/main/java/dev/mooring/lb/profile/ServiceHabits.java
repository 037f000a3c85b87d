// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.RequestHead;

/** A Kubernetes Service: it forwards connections, so that neither side sees anything of it in a message. */
final class ServiceHabits implements Habits {
    @Override
    public void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort) {
        // It cannot even read it.
    }

    @Override
    public void response(HeaderChanges fields, RequestHead head, boolean http10) {
        // It cannot even read it.
    }

    @Override
    public boolean isSilent() {
        return true;
    }
}
