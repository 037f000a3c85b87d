// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server that has one IPv4 address for every name, or fails, or does not answer. */
public final class NameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int TYPE_A = 1;
    private static final int SERVFAIL = 2;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final AtomicInteger questions = new AtomicInteger();
    private volatile Mood mood = Mood.ANSWERS;
    private volatile InetAddress address;
    private final int ttlSeconds;

    /** What it does with questions. */
    public enum Mood {
        ANSWERS,
        FAILS,
        IS_SILENT
    }

    /** Answers with this address, which may be kept for so long. */
    public NameServer(InetAddress address, int ttlSeconds) throws IOException {
        this.address = address;
        this.ttlSeconds = ttlSeconds;
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress at() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public int questions() {
        return questions.get();
    }

    public void become(Mood next) {
        mood = next;
    }

    public void move(InetAddress next) {
        address = next;
    }

    private void serve() {
        byte[] octets = new byte[1500];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(octets, octets.length);
                socket.receive(packet);
                questions.incrementAndGet();
                if (mood != Mood.IS_SILENT) {
                    byte[] answer = answer(octets);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            assert socket.isClosed();
        }
    }

    private byte[] answer(byte[] octets) {
        ByteBuffer question = ByteBuffer.wrap(octets);
        int end = HEADER;
        while (question.get(end) != 0) {
            end += question.get(end) + 1;
        }
        int type = question.getShort(end + 1);
        end += 5;
        boolean found = mood == Mood.ANSWERS && type == TYPE_A;
        ByteBuffer out = ByteBuffer.allocate(end + 16);
        out.putShort(question.getShort(0));
        out.putShort((short) (0x8580 | (mood == Mood.FAILS ? SERVFAIL : 0)));
        out.putShort((short) 1).putShort((short) (found ? 1 : 0)).putInt(0);
        out.put(octets, HEADER, end - HEADER);
        if (found) {
            // The name is the one at the beginning of the question.
            out.putShort((short) (0xc000 | HEADER));
            out.putShort((short) TYPE_A).putShort((short) 1).putInt(ttlSeconds);
            out.putShort((short) 4).put(address.getAddress());
        }
        byte[] complete = new byte[out.position()];
        out.flip().get(complete);
        return complete;
    }

    @Override
    public void close() {
        socket.close();
    }
}
