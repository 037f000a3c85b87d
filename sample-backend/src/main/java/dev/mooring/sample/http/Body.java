// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import io.netty.buffer.ByteBuf;

/** Receives the body of a request, part by part; the next part is read when the last one was taken. */
public interface Body {
    /** A body nobody wants: it is read to its end so that the connection can be used again. */
    Body IGNORED = new Body() {
        @Override
        public void part(ByteBuf bytes) {}

        @Override
        public void end() {}
    };

    /** Takes one part. The buffer belongs to the caller and is only valid during the call. */
    void part(ByteBuf bytes);

    /** The body is complete. Not called when the client goes away before. */
    void end();
}
