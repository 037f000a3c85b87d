// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One event stream, with an event each second. Confined to its event loop. */
final class SoakStream extends SimpleChannelInboundHandler<HttpObject> {
    private static final String ID = "id: ";
    private static final String TIME = "\"time\":\"";

    private final Tally tally;
    private final String host;
    private final StringBuilder line = new StringBuilder();
    private String lastId = "";
    private boolean over;

    SoakStream(Tally tally, String host) {
        this.tally = tally;
        this.host = host;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/api/events/stream?interval=1000");
        request.headers().set(HttpHeaderNames.HOST, host);
        ctx.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message instanceof HttpResponse response) {
            begin(ctx, response.status().code());
        } else if (message instanceof LastHttpContent) {
            end(ctx, "clean end");
        } else if (message instanceof HttpContent content) {
            take(content.content().toString(StandardCharsets.UTF_8));
        }
    }

    private void begin(ChannelHandlerContext ctx, int status) {
        if (status == 200) {
            tally.begin();
        } else {
            end(ctx, "status " + status);
        }
    }

    private void take(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                takeLine();
                line.setLength(0);
            } else {
                line.append(c);
            }
        }
    }

    private void takeLine() {
        if (line.indexOf(ID) == 0) {
            String id = line.substring(ID.length());
            if (!lastId.isEmpty() && number(id) != number(lastId) + 1) {
                tally.gap();
            }
            lastId = id;
            return;
        }
        int time = line.indexOf(TIME);
        if (time >= 0) {
            int start = time + TIME.length();
            Instant sent = Instant.parse(line.substring(start, line.indexOf("\"", start)));
            tally.event(System.currentTimeMillis() - sent.toEpochMilli());
        }
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, "cut");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx, cause.toString());
    }

    private void end(ChannelHandlerContext ctx, String why) {
        if (!over) {
            over = true;
            tally.lose(why);
            ctx.close();
        }
    }
}
