// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port where someone listens but never accepts, and whose queue is full: Linux then drops the SYN of everyone else. */
public final class FullListener implements AutoCloseable {
    private static final int MOST = 50;

    private final ServerSocket listening;
    private final List<Socket> queue = new ArrayList<>();

    /** Listens, and fills the queue. */
    public FullListener() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        boolean full = false;
        while (!full) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 200);
            } catch (SocketTimeoutException e) {
                full = true;
            }
            if (queue.size() > MOST) {
                close();
                throw new AssertionError("the queue of a listener does not get full");
            }
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queue) {
            socket.close();
        }
        listening.close();
    }
}
