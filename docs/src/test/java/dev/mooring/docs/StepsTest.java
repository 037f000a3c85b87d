// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The eight steps of a request, in the words of the pages and in the code. */
class StepsTest {
    private static final Path LB = Project.ROOT.resolve("lb-core/src/main/java/dev/mooring/lb");
    private static final Pattern METHOD = Pattern.compile(
            "^ {4}(?=\\S)(?:(?:public|private|static|final) )*[\\w<>\\[\\]?@., ]+? (\\w+)\\(", Pattern.MULTILINE);
    private static final Page PART = Project.page("docs/architecture.md").section("5. The request path");

    @Test
    void theTableHasTheStepsOfTheSentence() {
        List<String> steps = steps();
        assertEquals(8, steps.size(), steps::toString);
        assertEquals(steps, PART.table("#").stream().map(row -> row.get(1)).toList());
    }

    @Test
    void theReadmeDrawsTheSameSteps() {
        String drawing = Project.page("README.md").blocks().get(0).text();
        assertTrue(drawing.contains(String.join(" -> ", steps())), drawing);
    }

    @Test
    void anExchangeHasTheStepsAsMethodsInThisOrder() {
        List<String> wanted = steps().subList(1, 8);
        assertEquals(
                wanted,
                methods("exchange/Exchange.java").stream()
                        .filter(wanted::contains)
                        .toList());
    }

    @Test
    void theGuardHasTheFirstStep() {
        assertTrue(methods("frontend/RequestGuard.java").contains(steps().get(0)));
    }

    private static List<String> steps() {
        String sentence = PART.line("**").split("\\*\\*")[1];
        return List.of(sentence.replace(".", "").split(" -> "));
    }

    private static List<String> methods(String file) {
        return METHOD.matcher(Project.read(LB.resolve(file)))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
