// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AzureFormatTest {
    private static final SourceFile TEMPLATE = new SourceFile("gateway.json", """
            {
              // The tools of the cloud allow comments.
              "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
              "parameters": {
                "address": {"type": "string"},
                "hosts": {"type": "array", "defaultValue": ["www.example.com"]}
              },
              "resources": [{
                "type": "Microsoft.Network/applicationGateways", "apiVersion": "2024-05-01", "name": "gw",
                "properties": {
                  "sslCertificates": [{"name": "cert", "properties": {"keyVaultSecretId": "https://vault/secrets/cert"}}],
                  "frontendPorts": [{"name": "https", "properties": {"port": 443}}],
                  "httpListeners": [{"name": "web", "properties": {"protocol": "Https", "hostNames": "[parameters('hosts')]",
                    "frontendPort": {"id": "[resourceId('Microsoft.Network/applicationGateways/frontendPorts', 'gw', 'https')]"},
                    "sslCertificate": {"id": "x/sslCertificates/cert"}}}],
                  "backendAddressPools": [{"name": "api", "properties": {"backendAddresses": [
                    {"ipAddress": "[parameters('address')]"}]}}],
                  "backendHttpSettingsCollection": [{"name": "s", "properties": {"port": 80, "requestTimeout": 120}}]
                }
              }]
            }
            """);
    private static final SourceFile PARAMETERS = new SourceFile("gateway.parameters.json", """
            {
              "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
              "parameters": {"ADDRESS": {"value": "10.0.0.4"}}
            }
            """);
    private static final SourceFile BICEP = new SourceFile("gateway.bicep", """
            param address string
            resource gw 'Microsoft.Network/applicationGateways@2024-05-01' = {
              name: 'gw'
              properties: {
                backendAddressPools: [{ name: 'api', properties: { backendAddresses: [{ ipAddress: address }] } }]
                backendHttpSettingsCollection: [{ name: 's', properties: { port: 80, requestTimeout: 120 } }]
              }
            }
            """);
    private static final SourceFile BICEP_PARAMETERS =
            new SourceFile("gateway.bicepparam", "using 'gateway.bicep'\nparam address = '10.0.0.6'\n");

    @Test
    void anAddressThatNobodyKnowsIsLeftOutWithAWarningThatSaysHowToGiveIt() {
        LoadResult result = load(Overrides.NONE, TEMPLATE);
        assertTrue(backends(result).isEmpty());
        Diagnostic warning = said(result, DiagnosticCode.UNKNOWN_BACKEND).orElseThrow();
        assertTrue(warning.hint().contains("--backend 'api=HOST:PORT'"), warning.hint());
        assertTrue(warning.hint().contains("--set 'address=VALUE'"), warning.hint());
        assertEquals("gateway.json", warning.position().file());
    }

    @Test
    void itComesFromAFileOfParametersThatIsGivenAsAFileOrAsAnOption() {
        assertEquals("10.0.0.4:80", onlyBackend(load(Overrides.NONE, TEMPLATE, PARAMETERS)));
        assertEquals("10.0.0.4:80", onlyBackend(load(Overrides.NONE, PARAMETERS, TEMPLATE)));
        assertEquals(
                "10.0.0.4:80",
                onlyBackend(load(options(List.of(PARAMETERS), List.of(), List.of(), List.of()), TEMPLATE)));
    }

    @Test
    void itComesFromAnOptionThatPrevailsOverFiles() {
        Overrides set = options(List.of(PARAMETERS), List.of("address=10.0.0.5"), List.of(), List.of());
        assertEquals("10.0.0.5:80", onlyBackend(load(set, TEMPLATE)));
    }

    @Test
    void localBackendsSilenceTheWarning() {
        for (String option : List.of("api=localhost:5001", "localhost:5001", "*=localhost:5001")) {
            LoadResult result = load(options(List.of(), List.of(), List.of(), List.of(option)), TEMPLATE);
            assertEquals("localhost:5001", onlyBackend(result));
            assertFalse(said(result, DiagnosticCode.UNKNOWN_BACKEND).isPresent(), option);
        }
    }

    @Test
    void aCertificateOfAKeyVaultTakesALocalSubstitute() {
        LoadResult without = load(Overrides.NONE, TEMPLATE);
        assertTrue(said(without, DiagnosticCode.LOCAL_CERTIFICATE).isPresent());
        assertInstanceOf(CertificateSpec.Local.class, certificate(without).source());
        LoadResult pem = load(options(List.of(), List.of(), List.of("CERT=me.pem"), List.of()), TEMPLATE);
        assertFalse(said(pem, DiagnosticCode.LOCAL_CERTIFICATE).isPresent());
        assertEquals(
                new CertificateSpec.PemFiles("me.pem", "me.pem"),
                certificate(pem).source());
        LoadResult pfx = load(options(List.of(), List.of(), List.of("cert=me.PFX"), List.of()), TEMPLATE);
        assertEquals(
                new CertificateSpec.Pkcs12File("me.PFX", Optional.empty()),
                certificate(pfx).source());
    }

    @Test
    void anOptionOfTheWrongFormIsAnError() {
        for (String certificate : List.of("cert", "=file", "cert=")) {
            LoadResult result = load(options(List.of(), List.of(), List.of(certificate), List.of()), TEMPLATE);
            assertTrue(said(result, DiagnosticCode.BAD_OPTION).isPresent(), certificate);
        }
    }

    @Test
    void aCustomErrorPageTakesALocalCopyByItsStatusOrItsUrl() {
        SourceFile template = new SourceFile("gateway.json", TEMPLATE.text().replace("\"sslCertificates\":", """
                        "customErrorConfigurations": [
                          {"statusCode": "HttpStatus403", "customErrorPageUrl": "https://x.example/403?a=b"},
                          {"statusCode": "HttpStatus502", "customErrorPageUrl": "https://x.example/502"}],
                        "sslCertificates":"""));

        List<String> bodies = List.of("https://x.example/403?a=b=short.txt", "502=cert.pem");
        LoadResult result = load(pages(bodies), template);
        assertEquals(
                List.of(new ErrorPageSpec(403, "text/html", "hunter2\n"), new ErrorPageSpec(502, "text/html", "text")),
                result.spec().orElseThrow().listeners().get(0).errorPages());
        assertFalse(said(result, DiagnosticCode.UNUSED_PARAMETER).isPresent());

        Diagnostic unfetched = load(Overrides.NONE, template).diagnostics().stream()
                .filter(d -> d.code() == DiagnosticCode.CLOUD_ONLY && d.hint().contains("--error-page 502=FILE"))
                .findFirst()
                .orElseThrow();
        assertEquals("gateway.json", unfetched.position().file());
    }

    @Test
    void aPageThatCannotBeShownIsReportedAtTheOption() {
        assertTrue(said(load(pages(List.of("502=nowhere.html")), TEMPLATE), DiagnosticCode.UNREADABLE_FILE)
                .isPresent());
        assertTrue(said(load(pages(List.of("502=short.txt")), TEMPLATE), DiagnosticCode.UNUSED_PARAMETER)
                .isPresent());
        for (String option : List.of("502", "=short.txt", "502=")) {
            assertTrue(
                    said(load(pages(List.of(option)), TEMPLATE), DiagnosticCode.BAD_OPTION)
                            .isPresent(),
                    option);
        }
    }

    private static Overrides pages(List<String> pages) {
        return new Overrides(
                List.of(),
                Optional.empty(),
                List.of("localhost:5001"),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                pages);
    }

    @Test
    void bicepIsReadWithParametersOfEitherForm() {
        assertEquals("10.0.0.4:80", onlyBackend(load(Overrides.NONE, BICEP, PARAMETERS)));
        Overrides bicepparam = options(List.of(BICEP_PARAMETERS), List.of(), List.of(), List.of());
        assertEquals("10.0.0.6:80", onlyBackend(load(bicepparam, BICEP)));
        assertEquals("10.0.0.6:80", onlyBackend(load(Overrides.NONE, BICEP_PARAMETERS)));
    }

    @Test
    void parametersAloneAreNoGateway() {
        LoadResult result = load(Overrides.NONE, PARAMETERS);
        assertTrue(result.spec().isEmpty());
        assertTrue(said(result, DiagnosticCode.NO_GATEWAY).isPresent());
    }

    @Test
    void aFileOfMooringsOwnMayStandBesideIt() {
        SourceFile own = new SourceFile("own.yaml", "pools:\n  own:\n    backends: [localhost:1]\n");
        GatewaySpec spec = load(Overrides.NONE, TEMPLATE, own).spec().orElseThrow();
        assertEquals(
                List.of("api", "own"),
                spec.pools().stream().map(pool -> pool.name()).toList());
        assertEquals(32 * 1024, spec.limits().requestLine(), "the limits are those of the product");
    }

    @Test
    void limitsThatTheUserWroteArePreferredToThoseOfTheProduct() {
        SourceFile own = new SourceFile(
                "own.yaml", "pools:\n  own:\n    backends: [localhost:1]\nlimits:\n  request-line: 1KiB\n");
        for (LoadResult result : List.of(load(Overrides.NONE, TEMPLATE, own), load(Overrides.NONE, own, TEMPLATE))) {
            LimitSpec limits = result.spec().orElseThrow().limits();
            assertEquals(1024, limits.requestLine());
        }
    }

    @Test
    void twoFilesWithGatewaysAreOneSetOfNames() {
        SourceFile second = new SourceFile("second.json", TEMPLATE.text().replace("\"gw\"", "\"gw2\""));
        GatewaySpec spec = load(Overrides.NONE, TEMPLATE, second).spec().orElseThrow();
        assertEquals(
                List.of("gw/web", "gw2/web"),
                spec.listeners().stream().map(listener -> listener.name()).toList());
        assertEquals(
                List.of(8443, 10_443),
                spec.listeners().stream().map(listener -> listener.port()).toList());
    }

    private static Overrides options(
            List<SourceFile> parameters, List<String> set, List<String> certificates, List<String> backends) {
        return new Overrides(
                List.of(),
                Optional.empty(),
                backends,
                List.of(),
                Optional.empty(),
                parameters,
                set,
                certificates,
                List.of());
    }

    private static LoadResult load(Overrides overrides, SourceFile... files) {
        LinkedFiles linked =
                (from, path) -> path.equals(BICEP.name()) ? Optional.of(BICEP) : Optional.<SourceFile>empty();
        return new ConfigLoader(new TestResources(), linked).load(List.of(files), overrides);
    }

    private static List<BackendSpec> backends(LoadResult result) {
        return result.spec()
                .orElseThrow(() -> new AssertionError(result.diagnostics()))
                .pools()
                .get(0)
                .backends();
    }

    private static String onlyBackend(LoadResult result) {
        List<BackendSpec> backends = backends(result);
        assertEquals(1, backends.size(), () -> result.diagnostics().toString());
        return backends.get(0).host() + ":" + backends.get(0).port();
    }

    private static CertificateSpec certificate(LoadResult result) {
        return result.spec()
                .orElseThrow()
                .listeners()
                .get(0)
                .tls()
                .orElseThrow()
                .certificates()
                .get(0);
    }

    private static Optional<Diagnostic> said(LoadResult result, DiagnosticCode code) {
        return result.diagnostics().stream()
                .filter(diagnostic -> diagnostic.code() == code)
                .findFirst();
    }
}
