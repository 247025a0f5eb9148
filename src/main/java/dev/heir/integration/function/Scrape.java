package dev.heir.integration.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Pages to fetch. */
@Singleton
@Named("scrape")
class Scrape implements RequestStreamHandler {

    private final Invocation invocation;
    private final LoopbackDoor door;

    @Inject
    Scrape(Invocation invocation, LoopbackDoor door) {
        this.invocation = invocation;
        this.door = door;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        invocation.answer(event, answer, given -> door.pass("scrape", given.asApi(), Invocation.limit(context)));
    }
}
