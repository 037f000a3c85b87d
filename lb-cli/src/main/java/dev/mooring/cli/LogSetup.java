// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the log to standard error, in a form for people or in JSON. In code, since reading an XML file slows each start. */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String FORMAT = "mooring.log.format";
    private static final String PATIENT = "patient";

    /** Notes the format that the command line asks for, before anything is logged. */
    static void configure(String[] arguments) {
        List<String> words = List.of(arguments);
        int option = words.indexOf("--log-format");
        boolean json = words.stream().anyMatch(word -> word.equalsIgnoreCase("--log-format=json"))
                || (option >= 0
                        && option + 1 < words.size()
                        && words.get(option + 1).equalsIgnoreCase("json"));
        System.setProperty(FORMAT, json ? "json" : "human");
    }

    /** Waits, but not for long, until what was logged is written; nothing is logged after it. */
    static void finish() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            // Only the queue: the writer behind it may be held up by whoever does not read.
            Appender<ILoggingEvent> patient =
                    context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(PATIENT);
            if (patient != null) {
                patient.stop();
            }
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder("json".equals(System.getProperty(FORMAT)) ? json(context) : human(context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        PatientLog patient = new PatientLog(context, appender);
        patient.setName(PATIENT);
        patient.start();
        root.addAppender(patient);
        context.getLogger("dev.mooring").setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Encoder<ILoggingEvent> human(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %replace(%msg){'[\\r\\n]+', ' | '}%n%ex");
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.start();
        return encoder;
    }
}
