// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AccessLogSpec.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class AccessLogTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final Pattern DROPPED = Pattern.compile("\\{\"dropped\":(\\d+)\\}");
    private static final AccessLogSpec STDERR = new AccessLogSpec(Target.STDERR, "");

    @TempDir
    private Path dir;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();

    @Test
    void everyAcceptedLineIsWrittenBeforeCloseReturns() throws IOException {
        Path file = dir.resolve("access.log");
        AccessLog log = AccessLog.start(to(file), clock, standardError);
        for (int i = 0; i < 10_000; i++) {
            log.ended(Records.path("/" + i));
        }
        log.close();
        List<String> lines = Files.readAllLines(file);
        assertEquals(10_000, lines.size());
        assertTrue(lines.get(9_999).contains("\"path\":\"/9999\""), "in order");
        assertTrue(lines.get(0).startsWith("{\"time\":\"2026-07-01T12:00:00.000Z\""));
    }

    @Test
    void aFileIsContinuedNotOverwritten() throws IOException {
        Path file = dir.resolve("access.log");
        Files.writeString(file, "{\"an\":\"old line\"}\n{\"cut\":\"by a cra");
        writeOne(to(file), "/new");
        List<String> lines = Files.readAllLines(file);
        assertEquals(3, lines.size(), "half a line is ended before the next");
        assertTrue(lines.get(2).contains("/new"));
    }

    @Test
    void standardErrorIsWrittenAndLeftOpen() {
        writeOne(STDERR, "/x");
        assertTrue(standardError.toString(UTF_8).endsWith("}\n"));
    }

    @Test
    void offWritesNothing() {
        writeOne(AccessLogSpec.OFF, "/x");
        assertEquals(0, standardError.size());
    }

    @Test
    void linesOfManyLoopsAreWholeAndNoneIsMissing() throws IOException, InterruptedException {
        Path file = dir.resolve("access.log");
        AccessLog log = AccessLog.start(to(file), clock, standardError);
        List<Thread> loops = new ArrayList<>();
        for (int loop = 0; loop < 8; loop++) {
            String prefix = "/" + loop + "/";
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    log.ended(Records.path(prefix + i));
                }
            });
            thread.start();
            loops.add(thread);
        }
        for (Thread loop : loops) {
            loop.join();
        }
        log.close();
        Set<String> paths = new HashSet<>();
        Matcher path = Pattern.compile("\"path\":\"([^\"]+)\"").matcher(Files.readString(file));
        while (path.find()) {
            paths.add(path.group(1));
        }
        assertEquals(8_000, paths.size());
        assertTrue(Files.readAllLines(file).stream().allMatch(l -> l.startsWith("{\"time\"") && l.endsWith("}")));
    }

    @Test
    void aFullQueueDropsLinesAndSaysHowMany() throws IOException, InterruptedException {
        StuckStream disk = new StuckStream();
        AccessLog log = new AccessLog(STDERR, clock, disk, 100);
        log.run();
        log.ended(Records.path("/first"));
        disk.entered.await();
        // The writer is stuck: 100 lines fit, the other ones are dropped, and nobody waits.
        for (int i = 0; i < 250; i++) {
            log.ended(Records.path("/" + i));
        }
        disk.release.countDown();
        log.close();
        List<String> lines = disk.written.toString(UTF_8).lines().toList();
        assertEquals(1 + 100 + 1, lines.size());
        assertEquals(1, lines.stream().filter("{\"dropped\":150}"::equals).count());
    }

    @Test
    void linesBeginAnewUnderTheOldNameAfterRotation() throws IOException {
        Path file = dir.resolve("access.log");
        AccessLog log = AccessLog.start(to(file), clock, standardError);
        log.ended(Records.path("/before"));
        await(() -> size(file) > 0);
        Path old = Files.move(file, dir.resolve("access.log.1"));
        log.ended(Records.path("/between"));
        await(() -> text(old).contains("/between"));
        log.reopen(to(file));
        await(() -> Files.exists(file));
        log.ended(Records.path("/after"));
        log.close();
        assertEquals(1, Files.readAllLines(file).size());
        assertEquals(2, Files.readAllLines(old).size());
        assertTrue(text(file).contains("/after"));
    }

    @Test
    void aReloadMayTurnItOnMoveItAndTurnItOff() throws IOException {
        Path file = dir.resolve("access.log");
        AccessLog log = AccessLog.start(AccessLogSpec.OFF, clock, standardError);
        log.ended(Records.path("/unseen"));
        log.reopen(to(file));
        log.ended(Records.path("/seen"));
        await(() -> size(file) > 0);
        log.reopen(STDERR);
        log.ended(Records.path("/there"));
        await(() -> standardError.size() > 0);
        log.reopen(AccessLogSpec.OFF);
        log.ended(Records.path("/unseen"));
        log.close();
        assertEquals(1, Files.readAllLines(file).size());
        assertFalse((text(file) + standardError).contains("/unseen"));
    }

    @Test
    void aFileThatCannotBeWrittenIsReportedOnceAndTriedAgainLater() throws IOException {
        ListAppender<ILoggingEvent> reports = reports();
        Path file = dir.resolve("not-yet/access.log");
        AccessLog log = AccessLog.start(to(file), clock, standardError);
        await(() -> !List.copyOf(reports.list).isEmpty());
        for (int i = 0; i < 50; i++) {
            log.ended(Records.path("/lost"));
        }
        Files.createDirectory(file.getParent());
        now.set(NOON.plus(LogTarget.PAUSE).plus(Duration.ofSeconds(1)));
        log.ended(Records.path("/found"));
        await(() -> text(file).contains("/found"));
        log.close();
        Matcher dropped = DROPPED.matcher(text(file));
        long lost = 0;
        while (dropped.find()) {
            lost += Long.parseLong(dropped.group(1));
        }
        assertEquals(
                51,
                lost
                        + Files.readAllLines(file).stream()
                                .filter(l -> l.contains("\"path\""))
                                .count());
        List<String> messages = List.copyOf(reports.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.contains("not-yet"))
                .toList();
        assertEquals(2, messages.size(), messages::toString);
        assertTrue(messages.get(0).contains("cannot be written"));
        assertTrue(messages.get(1).contains("can be written again"));
    }

    @Test
    void aPathThatIsNoneIsReportedAndNothingElseHappens() {
        ListAppender<ILoggingEvent> reports = reports();
        AccessLog log = AccessLog.start(new AccessLogSpec(Target.FILE, "no\0path"), clock, standardError);
        log.ended(Records.path("/x"));
        log.ended(Records.path("/y"));
        log.close();
        assertEquals(1, List.copyOf(reports.list).size());
    }

    @Test
    void aLogThatIsClosedTakesNoMoreAndDoesNotFail() {
        AccessLog log = AccessLog.start(STDERR, clock, standardError);
        log.close();
        log.ended(Records.path("/late"));
        log.close();
        assertEquals(0, standardError.size());
    }

    private void writeOne(AccessLogSpec spec, String path) {
        try (AccessLog log = AccessLog.start(spec, clock, standardError)) {
            log.ended(Records.path(path));
        }
    }

    private static AccessLogSpec to(Path file) {
        return new AccessLogSpec(Target.FILE, file.toString());
    }

    private static ListAppender<ILoggingEvent> reports() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.list = new java.util.concurrent.CopyOnWriteArrayList<>();
        appender.start();
        Logger logger = (Logger) LoggerFactory.getLogger(LogTarget.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
        return appender;
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int size(Path file) {
        return text(file).length();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited 20 s");
            Thread.onSpinWait();
        }
    }

    /** A disk that hangs in its first write. */
    private static final class StuckStream extends OutputStream {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final ByteArrayOutputStream written = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            throw new AssertionError("a byte alone");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            written.write(bytes, from, length);
        }
    }
}
