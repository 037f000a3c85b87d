// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.ErrorPageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Custom error pages: never fetched, only replaced by a local copy. */
final class ErrorPages {
    private static final String PREFIX = "httpstatus";
    private static final String PROPERTY = "customErrorConfigurations";

    private ErrorPages() {}

    /** The pages of a listener, or else those of the gateway. */
    static List<ErrorPageSpec> of(Fields listener, Fields gateway) {
        List<Fields> own = listener.objects(PROPERTY, GatewayShapes.ERROR_PAGE);
        List<ErrorPageSpec> pages = new ArrayList<>();
        for (Fields fields : own.isEmpty() ? gateway.objects(PROPERTY, GatewayShapes.ERROR_PAGE) : own) {
            page(fields).ifPresent(pages::add);
        }
        return pages;
    }

    private static Optional<ErrorPageSpec> page(Fields fields) {
        OptionalInt status = status(fields);
        Optional<String> url = fields.text("customErrorPageUrl");
        if (status.isEmpty() || url.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> text = fields.reading().settings().page(url.get(), status.getAsInt());
        if (text.isEmpty()) {
            String sentence = "clients of the cloud get the page " + Wording.quoted(url.get()) + " for "
                    + status.getAsInt() + "; it is not fetched, and the gateway's own page is shown here";
            fields.reading()
                    .sayOnce(
                            "page " + url.get() + status,
                            DiagnosticCode.CLOUD_ONLY,
                            fields.position(),
                            fields.path(),
                            sentence,
                            "--error-page " + status.getAsInt() + "=FILE shows a local copy");
        }
        return text.map(body -> new ErrorPageSpec(status.getAsInt(), "text/html", body));
    }

    private static OptionalInt status(Fields fields) {
        String text = fields.text("statusCode").orElse("").toLowerCase(Locale.ROOT);
        OptionalInt status = Values.number(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        if (status.isEmpty() || status.getAsInt() < 400 || status.getAsInt() > 599) {
            fields.bad("statusCode", text, "HttpStatus and a status, such as HttpStatus502");
            return OptionalInt.empty();
        }
        return status;
    }
}
