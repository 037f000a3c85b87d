// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Collects a body that must fit into memory, and refuses with 413 as soon as it is seen not to. */
public final class SmallBody implements Body {
    private final int limit;
    private final Consumer<byte[]> whole;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    /**
     * @param limit largest accepted length in bytes
     * @param whole receives the complete body
     */
    public SmallBody(int limit, Consumer<byte[]> whole) {
        this.limit = limit;
        this.whole = whole;
    }

    @Override
    public void part(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (collected.size() + length > limit) {
            throw new Problem(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "the body is larger than " + limit + " bytes");
        }
        byte[] copy = new byte[length];
        bytes.readBytes(copy);
        collected.writeBytes(copy);
    }

    @Override
    public void end() {
        whole.accept(collected.toByteArray());
    }
}
