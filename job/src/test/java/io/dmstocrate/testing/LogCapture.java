package io.dmstocrate.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * All that is logged at the finest level while it is open, by Flink, the job and its libraries; the
 * console goes on as it was.
 */
public final class LogCapture implements AutoCloseable {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final LoggerContext context = LoggerContext.getContext(false);
    private final Logger driver = Logger.getLogger("org.postgresql");
    private final java.util.logging.Level driverLevel = driver.getLevel();
    private final Handler handler = new Lines();

    /** Begins to capture. */
    public LogCapture() {
        PatternLayout layout =
                PatternLayout.newBuilder().withPattern("%level %logger %msg %throwable").build();
        AbstractAppender appender =
                new AbstractAppender("capture", null, layout, false, Property.EMPTY_ARRAY) {
                    @Override
                    public void append(LogEvent event) {
                        lines.add(layout.toSerializable(event));
                    }
                };
        appender.start();
        LoggerConfig root = context.getConfiguration().getRootLogger();
        Level before = root.getLevel();
        root.getAppenders()
                .forEach(
                        (name, console) -> {
                            root.removeAppender(name);
                            root.addAppender(console, before, null);
                        });
        root.addAppender(appender, Level.ALL, null);
        root.setLevel(Level.ALL);
        context.updateLoggers();
        driver.setLevel(java.util.logging.Level.ALL);
        driver.addHandler(handler);
    }

    /** What has been logged so far. */
    public String text() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        driver.removeHandler(handler);
        driver.setLevel(driverLevel);
        context.reconfigure();
    }

    private final class Lines extends Handler {

        private final SimpleFormatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            lines.add(format.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
