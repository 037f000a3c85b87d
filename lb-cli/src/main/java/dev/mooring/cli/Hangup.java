// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls an action on SIGHUP, where there is such a signal. By reflection, since {@code sun.misc.Signal} is supported by every
 * JDK and promised by none.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    static void onSignal(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object callback = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.getName().equals("equals") ? proxy == arguments[0] : 0;
                    });
            Object hup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hup, callback);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            LOG.info(
                    "SIGHUP does not reload here ({}); a changed file and the admin listener do",
                    unavailable.toString());
        }
    }
}
