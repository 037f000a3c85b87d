// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import io.netty.channel.ChannelHandlerContext;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Moves a response from its source to the connection, as fast as the client takes it and in turns with others. */
final class Pump {
    private final ChannelHandlerContext ctx;
    private final BooleanSupplier writable;
    private @Nullable Runnable writeMore;
    private boolean running;
    private boolean again;

    /**
     * @param ctx where written parts are flushed
     * @param writable whether the connection can take more now
     */
    Pump(ChannelHandlerContext ctx, BooleanSupplier writable) {
        this.ctx = ctx;
        this.writable = writable;
    }

    /** Begins with a step that writes more whenever there is room. */
    void start(Runnable step) {
        writeMore = step;
    }

    /** Ends; nothing more is asked for. */
    void stop() {
        writeMore = null;
    }

    /** Asks for more if there is room, and sends it. */
    void run() {
        Runnable step = writeMore;
        if (step == null) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        running = true;
        if (writable.getAsBoolean()) {
            step.run();
        }
        ctx.flush();
        running = false;
        if (again) {
            // The flush made room at once. Take the next turn later, so that one fast reader does not hold the loop.
            again = false;
            ctx.executor().execute(this::run);
        }
    }
}
