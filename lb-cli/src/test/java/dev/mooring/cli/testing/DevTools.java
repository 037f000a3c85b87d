// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection to a browser that speaks the DevTools protocol; commands are answered in turn, events are not looked at. */
final class DevTools implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Json>> pending = new ConcurrentHashMap<>();

    private DevTools(URI address) throws Exception {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Answers())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static DevTools connect(URI address) throws Exception {
        return new DevTools(address);
    }

    /**
     * Gives a command and waits for its result.
     *
     * @param session the tab it is for; null for the browser itself
     * @param parameters a JSON object
     */
    synchronized Json command(@Nullable String session, String method, String parameters) throws Exception {
        int id = lastId.incrementAndGet();
        CompletableFuture<Json> answer = new CompletableFuture<>();
        pending.put(id, answer);
        String to = session == null ? "" : ",\"sessionId\":" + Json.quoted(session);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + to + "}", true)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try {
            Json told = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!told.get("error").isNull()) {
                throw new BrowserException(method + ": " + told.get("error"));
            }
            return told.get("result");
        } catch (TimeoutException e) {
            throw new BrowserException(method + ": no answer within " + PATIENCE);
        } catch (ExecutionException e) {
            throw new BrowserException(method + ": " + e.getCause());
        } finally {
            pending.remove(id);
        }
    }

    /** The browser did not do what it was told to. */
    static final class BrowserException extends Exception {
        private static final long serialVersionUID = 1;

        BrowserException(String message) {
            super(message);
        }
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                Json told = Json.parse(message.toString());
                message.setLength(0);
                CompletableFuture<Json> answer = told.get("id").isNull()
                        ? null
                        : pending.get(told.get("id").number());
                if (answer != null) {
                    answer.complete(told);
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            pending.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
