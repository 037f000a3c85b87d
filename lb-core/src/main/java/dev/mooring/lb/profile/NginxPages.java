// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The built-in pages of nginx and of products made from it. Pure. */
final class NginxPages {
    private static final String END = "\r\n";
    private static final String PADDING = "<!-- a padding to disable MSIE and Chrome friendly error page -->" + END;
    private static final int PADDINGS = 6;

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Not Allowed"),
            Map.entry(408, "Request Time-out"),
            Map.entry(413, "Request Entity Too Large"),
            Map.entry(414, "Request-URI Too Large"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Temporarily Unavailable"),
            Map.entry(504, "Gateway Time-out"),
            Map.entry(505, "HTTP Version Not Supported"));

    private final String product;
    private final Headers first;

    /**
     * The pages of a product.
     *
     * @param product its name at the foot of each page
     * @param server whether its name stands in a Server field too
     */
    NginxPages(String product, boolean server) {
        this.product = product;
        this.first = server ? Headers.of("Server", product) : Headers.EMPTY;
    }

    Page page(int status, @Nullable RequestHead head) {
        String title = TITLES.get(status);
        String reason = title == null ? "Unknown" : title;
        if (title == null) {
            return new Page(reason, first, Headers.of("Content-Type", "text/html"), "");
        }
        String heading = status + " " + title;
        StringBuilder body = new StringBuilder("<html>").append(END);
        body.append("<head><title>").append(heading).append("</title></head>").append(END);
        body.append("<body>").append(END);
        body.append("<center><h1>").append(heading).append("</h1></center>").append(END);
        body.append("<hr><center>").append(product).append("</center>").append(END);
        body.append("</body>").append(END).append("</html>").append(END);
        if (status >= 400 && isPadded(head)) {
            body.append(PADDING.repeat(PADDINGS));
        }
        return new Page(reason, first, Headers.of("Content-Type", "text/html"), body.toString());
    }

    private static boolean isPadded(@Nullable RequestHead head) {
        String agent = head == null ? null : head.headers().first(HeaderName.USER_AGENT);
        return agent != null && (agent.contains("Chrome") || agent.contains("MSIE "));
    }
}
