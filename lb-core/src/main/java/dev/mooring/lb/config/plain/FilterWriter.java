// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.Cors;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Mirror;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.PathChange;
import java.util.List;

/** Writes a filter in Mooring's own form. */
final class FilterWriter {
    private FilterWriter() {}

    static Node filter(FilterSpec filter) {
        if (filter instanceof Mirror mirror) {
            Block block = new Block()
                    .put("pool", mirror.pool())
                    .put("numerator", mirror.numerator())
                    .put("denominator", mirror.denominator());
            return new Block().put("mirror", block.node()).node();
        }
        return filter instanceof Cors cors
                ? new Block().put("cors", cors(cors)).node()
                : new Block().put("rewrite", rewrite((Rewrite) filter)).node();
    }

    private static Node cors(Cors cors) {
        Block block = new Block()
                .put("allow-origins", Block.texts(cors.allowOrigins()))
                .put("allow-credentials", cors.allowCredentials());
        RouteWriter.putTexts(block, "allow-methods", cors.allowMethods());
        RouteWriter.putTexts(block, "allow-headers", cors.allowHeaders());
        RouteWriter.putTexts(block, "expose-headers", cors.exposeHeaders());
        return block.put("max-age", cors.maxAge()).node();
    }

    private static Node rewrite(Rewrite rewrite) {
        Block block = new Block().put("name", rewrite.name());
        if (!rewrite.when().isEmpty()) {
            List<Node> conditions = rewrite.when().stream()
                    .<Node>map(condition -> comparison(new Block().put("variable", condition.variable()), condition)
                            .node())
                    .toList();
            block.put("when", Block.list(conditions));
        }
        putChanges(block, "request", rewrite.request());
        putChanges(block, "response", rewrite.response());
        rewrite.url().ifPresent(url -> block.put("url", url(url)));
        return block.node();
    }

    private static Block comparison(Block block, Condition condition) {
        block.put("pattern", condition.pattern());
        if (condition.ignoreCase()) {
            block.put("ignore-case", true);
        }
        return condition.negate() ? block.put("negate", true) : block;
    }

    private static void putChanges(Block block, String key, List<HeaderChange> changes) {
        if (!changes.isEmpty()) {
            block.put(key, Block.list(changes.stream().map(FilterWriter::change).toList()));
        }
    }

    private static Node change(HeaderChange change) {
        Block block = new Block().put(Labels.of(change.op()), change.name());
        if (!change.value().isEmpty()) {
            block.put("value", change.value());
        }
        if (change.templated()) {
            block.put("templated", true);
        }
        change.matching()
                .ifPresent(matching ->
                        block.put("matching", comparison(new Block(), matching).node()));
        return block.node();
    }

    private static Node url(UrlChange url) {
        Block block = new Block();
        if (!url.path().equals(PathChange.KEEP)) {
            block.put("path", RouteWriter.pathChange(url.path()));
        }
        block.putIfPresent("query", url.query()).putIfPresent("host", url.host());
        if (url.templated()) {
            block.put("templated", true);
        }
        return block.put("reroute", url.reroute()).node();
    }
}
