// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import java.util.List;

/** Is told what {@link Control} has done, on the control thread. It must return soon and call nothing that waits. */
public interface RuntimeListener {
    /** Does not listen. */
    RuntimeListener NONE = new RuntimeListener() {
        @Override
        public void applied(Snapshot snapshot) {}

        @Override
        public void present(List<BackendState> backends) {}

        @Override
        public void changed(BackendState backend) {}

        @Override
        public void retired() {}
    };

    /** A configuration came into force. */
    void applied(Snapshot snapshot);

    /** These backends are there now: those of the configuration, and after them those that leave. */
    void present(List<BackendState> backends);

    /** A backend's health, or whom it may serve, has changed. */
    void changed(BackendState backend);

    /** Backends have come to the end of their drain: what they still serve is to end now. */
    void retired();
}
