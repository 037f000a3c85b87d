// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import io.netty.handler.codec.http2.Http2Error;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which streams a client has begun and ended, by what it sent and nothing else (RFC 9113, 5.1 and 5.1.1): whether a stream may
 * get another field section does not depend on how far its answer is. Confined to one event loop.
 */
final class StreamNumbers {
    /** So many streams back it is known whether a number was ever used. */
    private static final int MEMORY = 4096;

    /** So many streams may be begun and not ended; the oldest are forgotten. */
    private static final int MAX_UNENDED = 1024;

    private final BitSet used = new BitSet(MEMORY);
    private final Set<Integer> unended = new LinkedHashSet<>();
    private int last = -1;

    /** A field section begins on a stream; what is wrong with that, if anything is. */
    @Nullable
    Http2Error headers(int stream, boolean end) {
        if (stream % 2 == 0) {
            // Not a number for clients, which the decoder says as well.
            return null;
        }
        if (stream > last) {
            begin(stream, end);
            return null;
        }
        if (!unended.contains(stream)) {
            boolean neverUsed = last - stream < 2 * MEMORY && !used.get(stream / 2 % MEMORY);
            return neverUsed ? Http2Error.PROTOCOL_ERROR : Http2Error.STREAM_CLOSED;
        }
        if (end) {
            ended(stream);
        }
        return null;
    }

    /** The client sends no more on a stream. */
    void ended(int stream) {
        unended.remove(stream);
    }

    private void begin(int stream, boolean end) {
        for (int skipped = Math.max(last + 2, stream - 2 * MEMORY + 2); skipped < stream; skipped += 2) {
            used.clear(skipped / 2 % MEMORY);
        }
        last = stream;
        used.set(stream / 2 % MEMORY);
        if (end) {
            return;
        }
        if (unended.size() == MAX_UNENDED) {
            unended.remove(unended.iterator().next());
        }
        unended.add(stream);
    }
}
