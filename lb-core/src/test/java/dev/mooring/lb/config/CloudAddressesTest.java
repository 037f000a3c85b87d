// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourceFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudAddressesTest {
    private static final String FILE = """
            pools:
              api:
                backends:
                  - {name: a, address: "10.0.0.4:80", identity: "10.0.0.4:80"}
                  - {name: b, address: "127.0.0.1:80", identity: "10.0.0.5:80"}
                  - {name: c, address: "10.0.0.6:80"}
            """;

    @Test
    void backendThatIsOnlyInTheCloudIsSpokenOfOnce() {
        assertEquals(
                List.of(
                        "input:4:7: info cloud-address pool 'api': backends such as 10.0.0.4:80 are where the gateway will be"
                                + " deployed, not on this machine"),
                said(Overrides.NONE));
    }

    @Test
    void backendThatHasAPlaceHereIsNoMatter() {
        assertEquals(List.of(), said(Overrides.NONE.plus(List.of(), List.of(), List.of("10.0.0.4:80=127.0.0.1:9001"))));
        assertEquals(List.of(), said(new Overrides(List.of(), Optional.empty(), List.of("api=localhost:5001"))));
    }

    @Test
    void backendsInTheCloudAreRefusedWithCommandsThatMayBeTyped() {
        LoadResult refused = CloudAddresses.refuse(loaded(Overrides.NONE), "mooring run x.yaml");
        assertEquals(Optional.empty(), refused.spec());
        assertEquals(
                List.of("""
                input:4:7: error cloud-backend a pool has backends where the gateway will be deployed, which are not spoken to, nor\
                 probed, from here: 'api' (10.0.0.4:80)
                    mooring run x.yaml --samples 1   (a sample backend for each)
                    mooring run x.yaml --backend api=localhost:5001   (servers of your own)
                    mooring run x.yaml --cloud-addresses   (the real ones)"""),
                refused.diagnostics().stream()
                        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                        .map(Object::toString)
                        .toList());
    }

    @Test
    void nothingIsRefusedWhenEachBackendIsHere() {
        LoadResult mapped = loaded(Overrides.NONE.plus(List.of(), List.of(), List.of("10.0.0.4:80=127.0.0.1:9001")));
        assertSame(mapped, CloudAddresses.refuse(mapped, "mooring run"));
        assertTrue(mapped.spec().isPresent());
    }

    @Test
    void poolWhoseNameIsNoPlainWordIsQuotedForTheShell() {
        String file = FILE.replace("api:", "\"it's\":");
        LoadResult refused = CloudAddresses.refuse(loaded(file, Overrides.NONE), "mooring run");
        assertTrue(
                refused.diagnostics().toString().contains(" --backend 'it'\\''s=localhost:5001'"),
                refused.diagnostics()::toString);
    }

    private static List<String> said(Overrides overrides) {
        return loaded(overrides).diagnostics().stream()
                .filter(diagnostic -> diagnostic.code() == DiagnosticCode.CLOUD_ADDRESS)
                .map(diagnostic -> diagnostic.toString().lines().findFirst().orElse(""))
                .toList();
    }

    private static LoadResult loaded(Overrides overrides) {
        return loaded(FILE, overrides);
    }

    private static LoadResult loaded(String file, Overrides overrides) {
        return new ConfigLoader(Resources.NONE).load(List.of(new SourceFile("input", file)), overrides);
    }
}
