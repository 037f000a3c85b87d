// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import dev.mooring.cli.testing.DevTools.BrowserException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A tab of a browser, of a visitor who shares no cookie with others. To be used by one thread. */
public final class Page implements AutoCloseable {
    private final DevTools tools;
    private final String context;
    private final String session;

    private Page(DevTools tools, String context, String session) {
        this.tools = tools;
        this.context = context;
        this.session = session;
    }

    static Page open(DevTools tools, String context) throws Exception {
        String target = tools.command(
                        null,
                        "Target.createTarget",
                        "{\"url\":\"about:blank\",\"browserContextId\":" + Json.quoted(context) + "}")
                .get("targetId")
                .text();
        String session = tools.command(
                        null, "Target.attachToTarget", "{\"flatten\":true,\"targetId\":" + Json.quoted(target) + "}")
                .get("sessionId")
                .text();
        Page page = new Page(tools, context, session);
        page.command("Page.enable", "{}");
        return page;
    }

    private Json command(String method, String parameters) throws Exception {
        return tools.command(session, method, parameters);
    }

    /** Goes to a URL, and waits until the page is complete. */
    public Page go(URI url) throws Exception {
        Json told = command("Page.navigate", "{\"url\":" + Json.quoted(url.toString()) + "}");
        if (!told.get("errorText").isNull()) {
            throw new BrowserException(url + ": " + told.get("errorText"));
        }
        return awaitTrue("the page is complete", "document.readyState === 'complete'");
    }

    /** Loads the page again, and waits until it is complete. */
    public Page reload() throws Exception {
        evaluate("window.isOld = true");
        command("Page.reload", "{}");
        return awaitTrue("the page is there again", "!window.isOld && document.readyState === 'complete'");
    }

    /** The value of an expression, or of what it promises. */
    public Json evaluate(String expression) throws Exception {
        Json told = command(
                "Runtime.evaluate",
                "{\"expression\":" + Json.quoted(expression) + ",\"returnByValue\":true,\"awaitPromise\":true}");
        if (!told.get("exceptionDetails").isNull()) {
            throw new BrowserException(expression + ": " + told.get("exceptionDetails"));
        }
        return told.get("result").get("value");
    }

    /** The text that is shown in the first element that a selector finds. */
    public String text(String selector) throws Exception {
        return evaluate("document.querySelector(" + Json.quoted(selector) + ").innerText")
                .text();
    }

    /** Clicks on the first element that a selector finds. */
    public Page click(String selector) throws Exception {
        evaluate("document.querySelector(" + Json.quoted(selector) + ").click()");
        return this;
    }

    /** Waits until an expression is true. */
    public Page awaitTrue(String what, String expression) throws Exception {
        return awaitTrue(what, Eventually.PATIENCE, expression);
    }

    /** Waits until an expression is true, for so long. */
    public Page awaitTrue(String what, Duration patience, String expression) throws Exception {
        Eventually.holds(what + ": " + expression, patience, () -> isTrue(expression), this::known);
        return this;
    }

    private boolean isTrue(String expression) throws Exception {
        try {
            return evaluate(expression).isTrue();
        } catch (BrowserException betweenTwoDocuments) {
            return false;
        }
    }

    private String known() {
        try {
            return evaluate("JSON.stringify(window.mooring || {}).slice(0, 2000) + '\\n' + document.body.innerText")
                    .text();
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** The cookie of this name that the browser keeps for the page, its attributes included. */
    public Optional<Json> cookie(String name) throws Exception {
        List<Json> cookies = command("Network.getCookies", "{}").get("cookies").list();
        return cookies.stream()
                .filter(cookie -> cookie.get("name").text().equals(name))
                .findFirst();
    }

    /** Writes what the tab looks like, from top to bottom, as a PNG. */
    public void screenshot(Path file) throws Exception {
        Json shot = command("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}");
        Files.write(file, Base64.getDecoder().decode(shot.get("data").text()));
    }

    @Override
    public void close() {
        try {
            tools.command(null, "Target.disposeBrowserContext", "{\"browserContextId\":" + Json.quoted(context) + "}");
        } catch (Exception e) {
            throw new AssertionError("the browser does not close a tab", e);
        }
    }
}
