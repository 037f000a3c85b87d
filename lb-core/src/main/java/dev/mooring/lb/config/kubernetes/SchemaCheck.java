// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.Wording;
import java.util.regex.Pattern;

/** Compares an object with what its kind looks like, and says what Mooring leaves out of it. */
final class SchemaCheck {
    /** GEP-2257. */
    static final Pattern DURATION = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");

    private static final Pattern INT = Pattern.compile("-?[0-9]{1,18}");

    private final KubeObject object;
    private final Reports reports;

    SchemaCheck(KubeObject object, Reports reports) {
        this.object = object;
        this.reports = reports;
    }

    void check(Schema schema) {
        map(object.node(), schema.root(), KeyPath.ROOT);
    }

    private void map(MapNode map, SchemaField field, KeyPath path) {
        for (MapNode.Entry entry : map.entries()) {
            SchemaField child = field.children().get(entry.key());
            if (child == null && !isMisplacedVersion(entry, path)) {
                String message = path.child(entry.key()) + ": " + object.kind() + " has no such field"
                        + (path.segments().isEmpty() ? "" : " here") + ", so the cluster rejects or drops it";
                String hint = Wording.didYouMean(entry.key(), field.children().keySet());
                reports.add(DiagnosticCode.UNKNOWN_FIELD, object, entry.keyPosition(), message, hint);
            } else if (child != null && !(entry.value() instanceof ScalarNode scalar && scalar.isNull())) {
                field(entry, child, path.child(entry.key()));
            }
        }
    }

    /** Some samples in the world have it; whoever reads the version of an object reports it. */
    private boolean isMisplacedVersion(MapNode.Entry entry, KeyPath path) {
        return path.segments().isEmpty()
                && entry.key().equals("version")
                && object.node().find("apiVersion").isEmpty();
    }

    private void field(MapNode.Entry entry, SchemaField field, KeyPath path) {
        if (field.support() == Support.REPORTED || field.support() == Support.DEAD) {
            DiagnosticCode code =
                    field.support() == Support.DEAD ? DiagnosticCode.CLOUD_REJECTS : DiagnosticCode.CLOUD_ONLY;
            reports.add(code, object, entry.keyPosition(), path + ": " + field.note(), "");
        }
        if (!field.list()) {
            value(entry.value(), field, path);
        } else if (entry.value() instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                value(list.items().get(i), field, path.child(i));
            }
        } else {
            wrongKind(entry.value(), "a list", path);
        }
    }

    private void value(Node node, SchemaField field, KeyPath path) {
        switch (field.type()) {
            case ANY -> {
                // Whatever it is.
            }
            case OBJECT -> {
                if (node instanceof MapNode map) {
                    map(map, field, path);
                } else if (!(node instanceof ScalarNode scalar && scalar.isNull())) {
                    wrongKind(node, "a map", path);
                }
            }
            default -> scalar(node, field.type(), path);
        }
    }

    private void scalar(Node node, SchemaField.Type type, KeyPath path) {
        if (!(node instanceof ScalarNode scalar)) {
            wrongKind(node, expected(type), path);
            return;
        }
        boolean fits =
                switch (type) {
                    case INT -> !scalar.quoted() && INT.matcher(scalar.text()).matches();
                    case BOOL -> !scalar.quoted() && isFlag(scalar.text());
                    case DURATION -> DURATION.matcher(scalar.text()).matches();
                    case SECONDS ->
                        INT.matcher(scalar.text()).matches()
                                || DURATION.matcher(scalar.text()).matches();
                    case TEXT -> scalar.quoted() || !(INT.matcher(scalar.text()).matches() || isFlag(scalar.text()));
                    default -> true;
                };
        if (!fits) {
            String message = Wording.message(path, "not of the right type", found(scalar), expected(type));
            reports.add(DiagnosticCode.BAD_VALUE, object, node.position(), message, hint(scalar, type));
        }
    }

    private static boolean isFlag(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static String found(ScalarNode scalar) {
        return (scalar.quoted() ? "the text " : "") + Wording.quoted(scalar.text());
    }

    private static String hint(ScalarNode scalar, SchemaField.Type type) {
        if (type == SchemaField.Type.DURATION && scalar.text().matches("[0-9]{1,5}")) {
            return "write " + scalar.text() + "s";
        }
        return type == SchemaField.Type.TEXT ? "put it in quotes" : "";
    }

    private void wrongKind(Node node, String expected, KeyPath path) {
        String message = Wording.message(path, "not of the right type", node.kind(), expected);
        reports.add(DiagnosticCode.WRONG_KIND, object, node.position(), message, "");
    }

    private static String expected(SchemaField.Type type) {
        return switch (type) {
            case INT -> "a number without quotes";
            case BOOL -> "true or false without quotes";
            case INT_OR_TEXT -> "a number or a name";
            case DURATION -> "a duration such as 30s or 1h30m";
            case SECONDS -> "a number of seconds or a duration such as 30s";
            default -> "text";
        };
    }
}
