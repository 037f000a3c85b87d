// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.JsonReader;
import dev.mooring.lb.config.source.Node;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Functions that write text in another way, or read it. */
final class EncodingFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("base64", 1, 1, a -> a.made(base64(a.text(0)))),
            new Builtin("base64ToString", 1, 1, a -> a.made(fromBase64(a.text(0)))),
            new Builtin("base64ToJson", 1, 1, a -> json(a, fromBase64(a.text(0)))),
            new Builtin("json", 1, 1, a -> json(a, a.text(0))),
            new Builtin("uri", 2, 2, a -> a.made(uri(a.text(0), a.text(1)))),
            new Builtin("uriComponent", 1, 1, a -> a.made(encoded(a))),
            new Builtin("uriComponentToString", 1, 1, a -> a.made(decoded(a.text(0)))),
            new Builtin("dataUri", 1, 1, a -> a.made("data:text/plain;charset=utf8;base64," + base64(a.shown(0)))),
            new Builtin("dataUriToString", 1, 1, EncodingFunctions::dataUriToString));

    private static final String UNRESERVED = "-._~";

    private EncodingFunctions() {}

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromBase64(String text) {
        return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
    }

    static Node json(Arguments a, String text) {
        a.spend(text.length() / 8);
        return JsonReader.value(a.position(), text).orElseThrow(() -> a.fails("the text is not JSON"));
    }

    private static String uri(String base, String relative) {
        String clean = relative.startsWith("/") ? relative.substring(1) : relative;
        if (relative.contains("://") || base.isEmpty()) {
            return relative;
        }
        int scheme = base.indexOf("://");
        int slash = base.lastIndexOf('/');
        boolean onlyHost = slash < 0 || slash < scheme + 3;
        return (onlyHost ? base + "/" : base.substring(0, slash + 1)) + clean;
    }

    private static String encoded(Arguments a) {
        TextBuilder text = new TextBuilder(a.position());
        for (byte octet : a.text(0).getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Node dataUriToString(Arguments a) {
        String text = a.text(0);
        int comma = text.indexOf(',');
        if (!text.startsWith("data:") || comma < 0) {
            throw a.fails("needs text that begins with data:");
        }
        String content = text.substring(comma + 1);
        return a.made(text.substring(0, comma).endsWith(";base64") ? fromBase64(content) : decoded(content));
    }
}
