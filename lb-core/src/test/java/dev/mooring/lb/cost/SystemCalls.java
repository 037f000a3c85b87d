// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.cost;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Counts how often the event loop of a {@link MeasuredProcess} calls the operating system, by its calls of native methods, as a
 * debugger sees them: exact, and there wherever a JDK is. To be used by one thread.
 */
final class SystemCalls implements AutoCloseable {
    /** Where netty and the JDK talk to sockets. */
    private static final List<String> DOORS = List.of(
            "io.netty.channel.epoll.*",
            "io.netty.channel.kqueue.*",
            "io.netty.channel.uring.*",
            "io.netty.channel.unix.*",
            "sun.nio.ch.*");
    /** Native methods that only look at memory. */
    private static final Set<String> NO_CALLS =
            Set.of("memoryAddress0", "addressSize0", "wrapMemoryAddressWithDirectBuffer", "sizeofEpollEvent");

    private static final long PATIENCE_MILLIS = 60_000;

    private final MeasuredProcess process;
    private final VirtualMachine machine;

    private SystemCalls(MeasuredProcess process, VirtualMachine machine) {
        this.process = process;
        this.machine = machine;
    }

    /** Watches this process from now on. */
    static SystemCalls of(MeasuredProcess process) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
        Objects.requireNonNull(arguments.get("port")).setValue(String.valueOf(process.debugPort()));
        return new SystemCalls(process, connector.attach(arguments));
    }

    /** Has the process do something so many times, and counts the calls by name. */
    Map<String, Integer> of(String what, int times) throws Exception {
        List<EventRequest> requests = new ArrayList<>(List.of(end()));
        ThreadReference loop = loop();
        DOORS.forEach(door -> requests.add(entries(door, loop)));
        requests.forEach(SystemCalls::enable);
        process.order(what, times);
        // While it works: it waits for whoever watches it and does not listen.
        Map<String, Integer> counted = countToTheEnd();
        process.answer();
        machine.eventRequestManager().deleteEventRequests(requests);
        return counted;
    }

    private ThreadReference loop() {
        return machine.allThreads().stream()
                .filter(thread -> thread.name().equals(process.loop()))
                .findFirst()
                .orElseThrow();
    }

    private BreakpointRequest end() {
        ReferenceType program = machine.classesByName(PlainPath.class.getName()).get(0);
        Method done = program.methodsByName("done").get(0);
        return machine.eventRequestManager().createBreakpointRequest(done.location());
    }

    private MethodEntryRequest entries(String door, ThreadReference loop) {
        MethodEntryRequest request = machine.eventRequestManager().createMethodEntryRequest();
        request.addClassFilter(door);
        request.addThreadFilter(loop);
        return request;
    }

    private static void enable(EventRequest request) {
        request.setSuspendPolicy(EventRequest.SUSPEND_NONE);
        request.enable();
    }

    private Map<String, Integer> countToTheEnd() throws Exception {
        Map<String, Integer> counted = new TreeMap<>();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (System.nanoTime() < deadline) {
            EventSet events = machine.eventQueue().remove(PATIENCE_MILLIS);
            if (events == null) {
                break;
            }
            for (Event event : events) {
                if (event instanceof BreakpointEvent) {
                    return counted;
                }
                if (event instanceof MethodEntryEvent entry && isCall(entry.method())) {
                    counted.merge(entry.method().name(), 1, Integer::sum);
                }
            }
        }
        throw new TimeoutException("the process has not come to its end after " + PATIENCE_MILLIS + " ms");
    }

    private static boolean isCall(Method method) {
        return method.isNative() && !NO_CALLS.contains(method.name());
    }

    @Override
    public void close() throws IOException {
        machine.dispose();
    }
}
