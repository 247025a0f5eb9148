package dev.heir.integration.function;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.amazon.lambda.runtime.AbstractLambdaPollLoop;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaContext;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.amazon.lambda.runtime.LambdaInputReader;
import io.quarkus.amazon.lambda.runtime.LambdaOutputWriter;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The loop that a native binary runs by itself, for the jar: on the JVM Lambda's own runtime polls and calls what
 * the extension's handler calls, as this does. A main class of its own process.
 */
final class JvmPollLoop extends AbstractLambdaPollLoop {

    private JvmPollLoop(ObjectMapper mapper, ObjectReader reader) {
        super(mapper, reader, reader, LaunchMode.NORMAL);
    }

    public static void main(String[] args) throws InterruptedException, ReflectiveOperationException {
        ObjectMapper mapper = new ObjectMapper();
        Application application = Class.forName(Application.APP_CLASS_NAME)
                .asSubclass(Application.class)
                .getDeclaredConstructor()
                .newInstance();
        application.start(args);
        new JvmPollLoop(mapper, mapper.reader()).startPollLoop(new UntilKilled());
        Thread.currentThread().join();
    }

    @Override
    protected void processRequest(InputStream event, OutputStream answer, AmazonLambdaContext context)
            throws IOException {
        AmazonLambdaRecorder.handle(event, answer, context);
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
