// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.lb.admin.AdminGuards.Ruling;
import dev.mooring.lb.admin.AdminRoutes.Found;
import dev.mooring.lb.admin.AdminRoutes.Lookup;
import dev.mooring.lb.admin.AdminRoutes.Nowhere;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to its answer: guards, route, handler. Knows nothing of connections. Safe from any thread. */
final class AdminDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(AdminDispatcher.class);

    /** How long a handler may take, in seconds. */
    private static final long HANDLER_SECONDS = 60;

    private final AdminGuards guards;
    private final AdminRoutes routes;
    private final Executor workers;

    /**
     * A dispatcher.
     *
     * @param workers where handlers run; those of the probes of the platform run at once, so that a handler that hangs does not
     *     make the balancer look dead
     */
    AdminDispatcher(AdminGuards guards, AdminRoutes routes, Executor workers) {
        this.guards = guards;
        this.routes = routes;
        this.workers = workers;
    }

    /** Answers; the stage never fails. The request may be released when this returns. */
    CompletionStage<AdminResponse> answer(FullHttpRequest request) {
        Ruling ruling = guards.judge(request);
        String page = ruling.page();
        CompletionStage<AdminResponse> answer =
                ruling.answer() != null ? BuiltInRoutes.now(ruling.answer()) : handle(request);
        return page == null ? answer : answer.thenApply(found -> found.with("Access-Control-Allow-Origin", page));
    }

    private CompletionStage<AdminResponse> handle(FullHttpRequest request) {
        Lookup lookup = routes.find(request.method().name(), request.uri());
        if (lookup instanceof Nowhere nowhere) {
            return BuiltInRoutes.now(nowhere.answer());
        }
        Found found = (Found) lookup;
        AdminRoute route = found.route();
        String accept = String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT));
        AdminRequest asked =
                new AdminRequest(found.variables(), accept, request.content().toString(UTF_8));
        Executor where = AdminGuards.WITHOUT_TOKEN.contains(route.pattern()) ? Runnable::run : workers;
        return CompletableFuture.supplyAsync(() -> route.handler().handle(asked), where)
                .thenCompose(Function.identity())
                .orTimeout(HANDLER_SECONDS, TimeUnit.SECONDS)
                .thenApply(Objects::requireNonNull)
                .handle((response, failure) -> failure == null ? response : failed(route, failure));
    }

    private static AdminResponse failed(AdminRoute route, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        LOG.error("admin: {} {} failed", route.method(), route.pattern(), cause);
        return cause instanceof TimeoutException
                ? AdminResponse.error(504, "this took longer than " + HANDLER_SECONDS + " s")
                : AdminResponse.error(500, "this failed; the log has its cause");
    }
}
