// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.profile.Page;
import dev.mooring.lb.profile.Reasons;
import dev.mooring.lb.runtime.Manners;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Responses that the balancer writes itself, in the form of the profile it imitates. Pure but for the date. */
public final class OwnPages {
    private OwnPages() {}

    /**
     * The response to a failed request.
     *
     * @param status its status if it is not the failure's own
     * @param head the request; null when it could not be read
     * @param detail what exactly was wrong with the client's own request; null when that is nobody's business
     */
    public static LocalResponse failure(
            Manners manners, Failure failure, int status, @Nullable RequestHead head, @Nullable String detail) {
        int code = status == failure.status() ? manners.habits().status(failure) : status;
        boolean own = manners.errorPage(code) == null && manners.habits().page(code, head) == null;
        return own ? LocalResponse.of(failure, code, detail) : status(manners, code, head, Headers.EMPTY);
    }

    /** The response with this status, and with some more header fields. */
    static LocalResponse status(Manners manners, int status, @Nullable RequestHead head, Headers more) {
        Page page = manners.habits().page(status, head);
        ErrorPageSpec errorPage = manners.errorPage(status);
        Page plain = page == null ? plain(status) : page;
        return errorPage == null
                ? response(status, plain, plain.body(), more)
                : response(status, withType(plain, errorPage.contentType()), octets(errorPage.body()), more);
    }

    private static Page plain(int status) {
        String reason = Reasons.of(status);
        Headers type = Headers.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store");
        return new Page(reason, Headers.EMPTY, type, status + " " + reason + "\n");
    }

    private static Page withType(Page page, String type) {
        return new Page(page.reason(), page.first(), Headers.of("Content-Type", type), page.body());
    }

    private static LocalResponse response(int status, Page page, String body, Headers more) {
        boolean bodyless = status == 204 || status == 304;
        Headers.Builder fields = new Headers.Builder();
        addAll(fields, page.first());
        fields.add("Date", HttpDate.now());
        if (!bodyless) {
            addAll(fields, page.last());
            fields.add("Content-Length", Integer.toString(body.length()));
        }
        addAll(fields, more);
        return new LocalResponse(status, page.reason(), fields.build(), bodyless ? "" : body);
    }

    private static void addAll(Headers.Builder to, Headers from) {
        for (int i = 0; i < from.size(); i++) {
            to.add(from.name(i), from.value(i));
        }
    }

    /** UTF-8, one character for each octet. */
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
