// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.GatewaySpec;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenReadsBackEqual(long seed) {
        SpecGenerator generator = new SpecGenerator(new Random(seed));
        for (int i = 0; i < 500; i++) {
            GatewaySpec spec = generator.gateway();
            String text = PlainWriter.write(spec, Secrets.REVEALED);
            LoadResult result =
                    new ConfigLoader(Resources.NONE).load(List.of(new SourceFile("written", text)), Overrides.NONE);
            assertEquals(Optional.of(spec), result.spec(), () -> text + result.diagnostics());
            assertEquals(text, PlainWriter.write(result.spec().orElseThrow(), Secrets.REVEALED));
        }
    }
}
