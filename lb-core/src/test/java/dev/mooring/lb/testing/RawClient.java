// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that speaks raw octets. */
public final class RawClient extends Wire {
    private RawClient(Socket socket) throws IOException {
        super(socket);
    }

    /** Connects to this port on loopback. */
    public static RawClient connect(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Speaks over a socket that somebody else has connected. */
    public static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    /** Connects to a balancer's only listener. */
    public static RawClient connect(TestGateway gateway) throws IOException {
        return connect(gateway.port());
    }

    /** Sends a GET for this path with these further header lines, each without its end. */
    public RawClient get(String path, String... lines) throws IOException {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: test\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        send(head.append("\r\n").toString());
        return this;
    }

    /** Reads a response whose length is in Content-Length; head and body. */
    public String readResponse() throws IOException {
        String head = readHead();
        return head + read(contentLength(head));
    }

    /** The length that a head promises; 0 without one. */
    public static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }
}
