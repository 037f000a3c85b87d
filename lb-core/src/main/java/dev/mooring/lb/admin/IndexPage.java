// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import java.util.List;

/** The page at {@code /}: what can be asked, as links where a link can ask it. No script, no style, nothing loaded. */
final class IndexPage {
    private IndexPage() {}

    static AdminRoute of(List<AdminRoute> routes) {
        StringBuilder items = new StringBuilder();
        for (AdminRoute route : routes) {
            String path = escape(route.pattern());
            boolean link = route.method().equals("GET") && !path.contains("{");
            items.append("<li>")
                    .append(link ? "<a href=\"" + path + "\">GET " + path + "</a>" : route.method() + " " + path)
                    .append("</li>\n");
        }
        String page = """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Mooring admin</title></head>
                <body>
                <h1>Mooring admin</h1>
                <ul>
                %s</ul>
                <p>docs/reference/admin.md tells what each of them does.</p>
                </body>
                </html>
                """.formatted(items);
        AdminResponse answer = AdminResponse.text(200, "text/html; charset=utf-8", page);
        return new AdminRoute("GET", "/", request -> BuiltInRoutes.now(answer));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
