// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.Json;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticFormatTest {
    private static final List<Diagnostic> BOTH = List.of(
            new Diagnostic(
                    DiagnosticCode.EMPTY_POOL,
                    new SourcePosition("k8s/my file,1.yaml", 3, 7),
                    "100% \"quoted\"\nand: more",
                    "do this"),
            new Diagnostic(DiagnosticCode.BAD_OPTION, SourcePosition.option("--listen"), "wrong", ""));

    @Test
    void textIsALineAndAHint() throws Exception {
        assertEquals("""
                k8s/my file,1.yaml:3:7: warning empty-pool 100% "quoted"
                and: more
                    do this
                --listen: error bad-option wrong
                """, print(DiagnosticFormat.text));
    }

    @Test
    void gitHubGetsOneCommandForEachWithNothingLeftToInterpret() throws Exception {
        assertEquals("""
                ::warning file=k8s/my file%2C1.yaml,line=3,col=7,title=mooring empty-pool::100%25 "quoted"%0Aand: more%0Ado this
                ::error::wrong
                """, print(DiagnosticFormat.github));
    }

    @Test
    void jsonHasEachPartByItself() throws Exception {
        Json first = Json.parse(print(DiagnosticFormat.json)).list().get(0);
        assertEquals("warning", first.get("severity").text());
        assertEquals("empty-pool", first.get("code").text());
        assertEquals("k8s/my file,1.yaml", first.get("file").text());
        assertEquals(3, first.get("line").number());
        assertEquals("100% \"quoted\"\nand: more", first.get("message").text());
        assertEquals("do this", first.get("hint").text());
    }

    @Test
    void sarifNamesItsRulesAndPlaces() throws Exception {
        Json log = Json.parse(print(DiagnosticFormat.sarif));
        Json run = log.get("runs").list().get(0);
        Json rules = run.get("tool").get("driver").get("rules");
        Json result = run.get("results").list().get(0);
        assertEquals("2.1.0", log.get("version").text());
        assertEquals(
                "empty-pool",
                rules.list().get(result.get("ruleIndex").number()).get("id").text());
        assertEquals("warning", result.get("level").text());
        Json place = result.get("locations").list().get(0).get("physicalLocation");
        assertEquals(
                "k8s/my%20file,1.yaml", place.get("artifactLocation").get("uri").text());
        assertEquals(3, place.get("region").get("startLine").number());
        assertTrue(run.get("results").list().get(1).get("locations").isNull());
    }

    @Test
    void noDiagnosticsAreStillADocument() throws Exception {
        StringWriter out = new StringWriter();
        DiagnosticFormat.sarif.print(List.of(), new PrintWriter(out, true));
        assertTrue(out.toString().contains("\"results\" : [ ]"), out.toString());
    }

    private static String print(DiagnosticFormat format) throws IOException {
        StringWriter out = new StringWriter();
        format.print(BOTH, new PrintWriter(out, true));
        return out.toString();
    }
}
