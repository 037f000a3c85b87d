// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.observe.ReferencePage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuiltInRoutesTest {
    @Test
    void thePageHasExactlyTheRoutesThatThereAre() throws IOException {
        List<String> documented = ReferencePage.of("admin.md").table("Request").stream()
                .map(row -> row.get(0))
                .toList();
        List<String> there = AdminServer.routes(new TestGateway().sources(), List.of()).stream()
                .map(route -> route.method() + " " + route.pattern())
                .toList();
        assertEquals(
                there.stream().sorted().toList(), documented.stream().sorted().toList());
    }

    @Test
    void aSecretIsGoneBeforeTheConfigurationIsWritten() {
        GatewaySpec spec = new TestGateway().spec();
        GatewaySpec shown = BuiltInRoutes.withoutSecrets(spec);
        assertEquals("(hidden)", shown.cookieSecrets().get(0).value());
        assertEquals("k1", shown.cookieSecrets().get(0).keyId());
        assertEquals("(hidden)", shown.admin().orElseThrow().token().orElseThrow());
        assertEquals(spec.listeners(), shown.listeners());
        assertEquals(spec.drainTimeout(), shown.drainTimeout());
    }

    @Test
    void theIndexPageLinksWhatALinkCanAsk() {
        String page = IndexPage.of(List.of(
                        new AdminRoute("GET", "/a", request -> BuiltInRoutes.now(AdminResponse.text(200, "", ""))),
                        new AdminRoute("GET", "/a/{x}", request -> BuiltInRoutes.now(AdminResponse.text(200, "", ""))),
                        new AdminRoute("POST", "/<b>", request -> BuiltInRoutes.now(AdminResponse.text(200, "", "")))))
                .handler()
                .handle(new AdminRequest(java.util.Map.of(), "", ""))
                .toCompletableFuture()
                .join()
                .body();
        assertTrue(page.contains("<a href=\"/a\">GET /a</a>"), page);
        assertFalse(page.contains("href=\"/a/"), page);
        assertTrue(page.contains("POST /&lt;b>"), page);
    }
}
