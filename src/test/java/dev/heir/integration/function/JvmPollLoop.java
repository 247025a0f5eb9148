package dev.heir.integration.function;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.amazon.lambda.runtime.AbstractLambdaPollLoop;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaContext;
import io.quarkus.amazon.lambda.runtime.LambdaInputReader;
import io.quarkus.amazon.lambda.runtime.LambdaOutputWriter;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;

/**
 * The loop that a native binary runs by itself, for the jar: on the JVM Lambda's own runtime polls and calls the
 * extension's handler, as this does. A main class of its own process.
 */
final class JvmPollLoop extends AbstractLambdaPollLoop {

    private final QuarkusStreamHandler application;

    private JvmPollLoop(QuarkusStreamHandler application, ObjectMapper mapper, ObjectReader reader) {
        super(mapper, reader, reader, LaunchMode.NORMAL);
        this.application = application;
    }

    public static void main(String[] args) throws InterruptedException, ReflectiveOperationException {
        ObjectMapper mapper = new ObjectMapper();
        // Its constructor starts the application.
        QuarkusStreamHandler application = new QuarkusStreamHandler();
        makeCurrent();
        new JvmPollLoop(application, mapper, mapper.reader()).startPollLoop(new UntilKilled());
        Thread.currentThread().join();
    }

    /**
     * The loop looks for a current application before its first event, and one that the handler started is not always
     * announced as that; on Lambda's JVM nobody looks.
     */
    private static void makeCurrent() throws ReflectiveOperationException {
        Quarkus.manualStart();
        Field started = Quarkus.class.getDeclaredField("manualApp");
        Field current = Application.class.getDeclaredField("currentApplication");
        started.setAccessible(true);
        current.setAccessible(true);
        current.set(null, started.get(null));
    }

    @Override
    protected void processRequest(InputStream event, OutputStream answer, AmazonLambdaContext context)
            throws IOException {
        application.handleRequest(event, answer, context);
    }

    @Override
    protected Object processRequest(Object event, AmazonLambdaContext context) {
        throw new IllegalStateException("events are streams here");
    }

    @Override
    protected LambdaInputReader<?> getInputReader() {
        throw new IllegalStateException("events are streams here");
    }

    @Override
    protected LambdaOutputWriter getOutputWriter() {
        throw new IllegalStateException("events are streams here");
    }

    @Override
    protected boolean isStream() {
        return true;
    }

    /** The test ends the process. */
    private static final class UntilKilled implements ShutdownContext {

        @Override
        public void addShutdownTask(Runnable task) {}

        @Override
        public void addLastShutdownTask(Runnable task) {}
    }
}
