// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import java.util.List;

/** Every map of the form, in the order of the reference page. */
final class PlainSections {
    static final List<Section> ALL = List.of(
            PlainReader.SECTION,
            ListenerReader.SECTION,
            ListenerReader.ERROR_PAGE_SECTION,
            TlsReader.SECTION,
            CertificateReader.SECTION,
            RouteReader.SECTION,
            PathReader.SECTION,
            FieldReader.SECTION,
            ActionReader.DESTINATION_SECTION,
            ActionReader.REDIRECT_SECTION,
            PathChangeReader.SECTION,
            ActionReader.RESPOND_SECTION,
            FilterReader.SECTION,
            RewriteReader.SECTION,
            RewriteReader.CONDITION_SECTION,
            RewriteReader.CHANGE_SECTION,
            RewriteReader.URL_SECTION,
            FilterReader.MIRROR_SECTION,
            FilterReader.CORS_SECTION,
            PoolReader.SECTION,
            TlsReader.BACKEND_SECTION,
            BackendReader.SECTION,
            AffinityReader.SECTION,
            CookieReader.SECTION,
            ClientAddressReader.HASH_SECTION,
            ClientAddressReader.TABLE_SECTION,
            SessionIdReader.HEADER_SECTION,
            SessionIdReader.LEARNED_SECTION,
            SessionIdReader.ISSUED_SECTION,
            HashRingReader.SECTION,
            ProbeReader.SECTION,
            PassiveReader.SECTION,
            TimeoutReader.SECTION,
            RetryReader.SECTION,
            HostHeaderReader.SECTION,
            BufferingReader.SECTION,
            UnavailableReader.SECTION,
            CookieSecretReader.SECTION,
            LimitReader.SECTION,
            AccessLogReader.SECTION,
            AdminReader.SECTION);

    private PlainSections() {}
}
