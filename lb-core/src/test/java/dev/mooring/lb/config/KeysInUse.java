// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.YamlReader;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys that a file uses, asked by their paths on the reference page.
 *
 * @param root the file
 * @param commented keys that the file shows in a comment, since they cannot stand next to others
 */
record KeysInUse(Node root, List<String> commented) {

    static KeysInUse of(SourceFile file) {
        List<String> commented = file.text()
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("# [a-z-]+: .*"))
                .map(line -> line.substring(2, line.indexOf(':')))
                .toList();
        Node root = YamlReader.read(file, new Diagnostics()).orElseThrow().get(0);
        return new KeysInUse(root, commented);
    }

    boolean contains(String path) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        return commented.contains(last)
                || find(Stream.of(root), List.of(path.split("\\."))).findAny().isPresent();
    }

    private static Stream<Node> find(Stream<Node> nodes, List<String> segments) {
        if (segments.isEmpty()) {
            return nodes;
        }
        String segment = segments.get(0);
        boolean list = segment.endsWith("[]");
        String key = list ? segment.substring(0, segment.length() - 2) : segment;
        Stream<Node> values = nodes.filter(MapNode.class::isInstance)
                .flatMap(node -> ((MapNode) node).entries().stream())
                .filter(entry -> key.equals("NAME") || entry.key().equals(key))
                .map(MapNode.Entry::value);
        Stream<Node> inner = list
                ? values.filter(ListNode.class::isInstance).flatMap(node -> ((ListNode) node).items().stream())
                : values;
        return find(inner, segments.subList(1, segments.size()));
    }
}
