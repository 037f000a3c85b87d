// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;

/** A client of HTTP/2 that takes back some of what it asks for, and goes when it has seen enough. One thread's. */
final class FaultFrames {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int MOST_FRAMES = 200;

    private final InputStream in;
    private final OutputStream out;
    private final Random chance;

    FaultFrames(InputStream in, OutputStream out, Random chance) {
        this.in = in;
        this.out = out;
        this.chance = chance;
    }

    void perform() throws IOException {
        FaultClient.say(out, hello());
        String[] paths = {"/hello", "/big", "/events", "/cut", "/never", "/headers"};
        int streams = 1 + chance.nextInt(10);
        for (int i = 0; i < streams; i++) {
            int stream = 2 * i + 1;
            String fields = field(":method", "GET")
                    + field(":scheme", "http")
                    + field(":authority", "soak")
                    + field(":path", paths[chance.nextInt(paths.length)]);
            FaultClient.say(out, frame(HEADERS, 5, stream, fields));
            if (chance.nextInt(4) == 0) {
                FaultClient.say(out, frame(RST_STREAM, 0, stream, "\0\0\0\b"));
            }
        }
        for (int seen = chance.nextInt(MOST_FRAMES); seen > 0; seen--) {
            byte[] head = in.readNBytes(9);
            if (head.length < 9) {
                return;
            }
            in.skipNBytes((head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff));
            if (head[3] == GOAWAY) {
                return;
            }
            if (head[3] == SETTINGS && head[4] == 0) {
                FaultClient.say(out, frame(SETTINGS, 1, 0, ""));
            }
        }
    }

    /** What a client begins its connection with. */
    static String hello() {
        return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, "");
    }

    /** A request on a stream. */
    static String get(int stream, String path) {
        String fields =
                field(":method", "GET") + field(":scheme", "http") + field(":authority", "soak") + field(":path", path);
        return frame(HEADERS, 5, stream, fields);
    }

    private static String frame(int type, int flags, int stream, String payload) {
        int length = payload.length();
        return "" + (char) (length >> 16) + (char) (length >> 8 & 0xff) + (char) (length & 0xff) + (char) type
                + (char) flags + "\0\0\0" + (char) (stream & 0xff) + payload;
    }

    private static String field(String name, String value) {
        return "\0" + (char) name.length() + name + (char) value.length() + value;
    }
}
