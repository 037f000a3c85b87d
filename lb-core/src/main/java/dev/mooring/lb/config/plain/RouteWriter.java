// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteAction.Forward;
import dev.mooring.lb.model.RouteAction.Redirect;
import dev.mooring.lb.model.RouteAction.Respond;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.List;
import java.util.TreeSet;

/** Writes a route in Mooring's own form. */
final class RouteWriter {
    private RouteWriter() {}

    static Node route(RouteSpec route) {
        Block block = new Block().put("name", route.name());
        putTexts(block, "listeners", List.copyOf(new TreeSet<>(route.listeners())));
        putTexts(block, "hosts", route.hosts());
        block.put("path", path(route.path()));
        putTexts(block, "methods", List.copyOf(new TreeSet<>(route.methods())));
        putFields(block, "headers", route.headers());
        putFields(block, "query", route.queries());
        putFields(block, "cookies", route.cookies());
        putAction(block, route);
        putFilters(block, route.filters());
        putPolicy(block, route.policy());
        return block.node();
    }

    static void putTexts(Block block, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            block.put(key, Block.texts(texts));
        }
    }

    static Node pathChange(PathChange change) {
        if (change instanceof PathChange.Prefix prefix) {
            return new Block()
                    .put("prefix", prefix.prefix())
                    .put("replacement", prefix.replacement())
                    .node();
        }
        if (change instanceof PathChange.Regex regex) {
            return new Block()
                    .put("regex", regex.pattern())
                    .put("replacement", regex.replacement())
                    .node();
        }
        return Block.text(change instanceof PathChange.Full full ? full.path() : "");
    }

    private static Node path(PathSpec path) {
        Block block = new Block().put(Labels.of(path.kind()), path.text());
        if (path.ignoreCase()) {
            block.put("ignore-case", true);
        }
        return block.node();
    }

    private static void putFields(Block block, String key, List<FieldMatch> fields) {
        if (fields.isEmpty()) {
            return;
        }
        Block names = new Block();
        for (FieldMatch field : fields) {
            names.put(
                    field.name(),
                    switch (field.kind()) {
                        case EXACT -> Block.text(field.value());
                        case REGEX -> new Block().put("regex", field.value()).node();
                        case PRESENT -> new Block().put("present", true).node();
                    });
        }
        block.put(key, names.node());
    }

    private static void putAction(Block block, RouteSpec route) {
        if (route.action() instanceof Forward forward) {
            List<Destination> to = forward.destinations();
            boolean plain =
                    to.size() == 1 && to.get(0).equals(new Destination(to.get(0).pool(), 1, List.of()));
            if (plain) {
                block.put("pool", to.get(0).pool());
            } else {
                block.put(
                        "pools",
                        Block.list(to.stream().map(RouteWriter::destination).toList()));
            }
        } else if (route.action() instanceof Redirect redirect) {
            block.put("redirect", redirect(redirect));
        } else if (route.action() instanceof Respond respond) {
            Block inner = new Block().put("status", respond.status());
            block.put("respond", inner.put("reason", respond.reason()).node());
        }
    }

    private static Node destination(Destination destination) {
        Block block = new Block().put("name", destination.pool()).put("weight", destination.weight());
        putFilters(block, destination.filters());
        return block.node();
    }

    private static Node redirect(Redirect redirect) {
        Block block = new Block()
                .put("status", redirect.status())
                .putIfPresent("url", redirect.url())
                .putIfPresent("listener", redirect.listener())
                .putIfPresent("scheme", redirect.scheme())
                .putIfPresent("host", redirect.host());
        redirect.port().ifPresent(port -> block.put("port", port));
        if (!redirect.path().equals(PathChange.KEEP)) {
            block.put("path", pathChange(redirect.path()));
        }
        return block.put("keep-query", redirect.keepQuery()).node();
    }

    private static void putFilters(Block block, List<FilterSpec> filters) {
        if (!filters.isEmpty()) {
            block.put(
                    "filters",
                    Block.list(filters.stream().map(FilterWriter::filter).toList()));
        }
    }

    private static void putPolicy(Block block, RoutePolicy policy) {
        policy.timeouts().ifPresent(clocks -> block.put("timeouts", PoolWriter.timeouts(clocks)));
        policy.retry().ifPresent(retry -> block.put("retries", PoolWriter.retry(retry)));
        policy.buffering().ifPresent(held -> block.put("buffering", PoolWriter.buffering(held)));
        policy.bodyBytes()
                .ifPresent(bytes -> block.put(
                        "body-bytes",
                        Block.word(bytes == PolicyReader.NO_LIMIT ? "off" : Quantities.writeSize(bytes))));
        if (!policy.issuesCookie()) {
            block.put("issues-cookie", false);
        }
        block.putIfPresent("cookie-path", policy.cookiePath());
    }
}
