// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that take a function. */
final class LambdaFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("map", 2, 2, LambdaFunctions::map),
            new Builtin("filter", 2, 2, LambdaFunctions::filter),
            new Builtin("reduce", 3, 3, LambdaFunctions::reduce),
            new Builtin("sort", 2, 2, LambdaFunctions::sort),
            new Builtin("toObject", 2, 3, LambdaFunctions::toObject),
            new Builtin("groupBy", 2, 2, LambdaFunctions::groupBy),
            new Builtin("mapValues", 2, 2, LambdaFunctions::mapValues));

    private LambdaFunctions() {}

    private static Node map(Arguments a) {
        Expression.Lambda lambda = a.lambda(1, 2);
        List<Node> results = new ArrayList<>();
        for (Node item : a.list(0).items()) {
            Node index = a.made(results.size());
            results.add(a.shared.part(lambda.body().position(), () -> a.apply(lambda, item, index)));
        }
        return a.made(results);
    }

    private static Node filter(Arguments a) {
        Expression.Lambda lambda = a.lambda(1, 2);
        List<Node> kept = new ArrayList<>();
        long index = 0;
        for (Node item : a.list(0).items()) {
            if (a.test(lambda, item, a.made(index++))) {
                kept.add(item);
            }
        }
        return a.made(kept);
    }

    private static Node reduce(Arguments a) {
        Expression.Lambda lambda = a.lambda(2, 3);
        Node result = a.value(1);
        long index = 0;
        for (Node item : a.list(0).items()) {
            result = a.apply(lambda, result, item, a.made(index++));
        }
        return result;
    }

    /** By merging, since the order that a lambda gives may contradict itself, which the library does not bear. */
    private static Node sort(Arguments a) {
        Expression.Lambda lambda = a.lambda(1, 2);
        List<Node> sorted = new ArrayList<>(a.list(0).items());
        for (int run = 1; run < sorted.size(); run *= 2) {
            List<Node> next = new ArrayList<>(sorted.size());
            for (int from = 0; from < sorted.size(); from += 2 * run) {
                int middle = Math.min(from + run, sorted.size());
                int end = Math.min(from + 2 * run, sorted.size());
                merge(a, lambda, sorted.subList(from, middle), sorted.subList(middle, end), next);
            }
            sorted = next;
        }
        return a.made(sorted);
    }

    private static void merge(
            Arguments a, Expression.Lambda lambda, List<Node> left, List<Node> right, List<Node> into) {
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            boolean takeRight = i == left.size() || (j < right.size() && a.test(lambda, right.get(j), left.get(i)));
            into.add(takeRight ? right.get(j++) : left.get(i++));
        }
        a.spend(left.size() + right.size());
    }

    private static Node toObject(Arguments a) {
        Expression.Lambda key = a.lambda(1, 1);
        Map<String, Node> values = new LinkedHashMap<>();
        for (Node item : a.list(0).items()) {
            values.put(name(a, key, item), a.has(2) ? a.apply(a.lambda(2, 1), item) : item);
        }
        return Values.map(a.position(), values);
    }

    private static Node groupBy(Arguments a) {
        Expression.Lambda key = a.lambda(1, 2);
        Map<String, List<Node>> groups = new LinkedHashMap<>();
        for (Node item : a.list(0).items()) {
            groups.computeIfAbsent(name(a, key, item), group -> new ArrayList<>())
                    .add(item);
        }
        Map<String, Node> values = new LinkedHashMap<>();
        groups.forEach((name, items) -> values.put(name, new ListNode(a.position(), items)));
        return Values.map(a.position(), values);
    }

    private static Node mapValues(Arguments a) {
        Expression.Lambda lambda = a.lambda(1, 1);
        List<MapNode.Entry> entries = new ArrayList<>();
        for (MapNode.Entry entry : a.map(0).entries()) {
            entries.add(new MapNode.Entry(entry.keyPosition(), entry.key(), a.apply(lambda, entry.value())));
        }
        return new MapNode(a.position(), entries);
    }

    private static String name(Arguments a, Expression.Lambda key, Node item) {
        Node name = a.apply(key, item, a.made(0));
        if (!(name instanceof ScalarNode scalar)) {
            if (name instanceof dev.mooring.lb.config.source.UnknownNode unknown) {
                throw new NotKnown(unknown);
            }
            throw Problem.expression(
                    key.body().position(), "the lambda gives the text of a key (found " + Values.kind(name) + ")");
        }
        return scalar.text();
    }
}
