package dev.heir.integration.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Calls to providers. */
@Singleton
@Named("call-api")
class CallApi implements RequestStreamHandler {

    private final Invocation invocation;
    private final LoopbackDoor door;

    @Inject
    CallApi(Invocation invocation, LoopbackDoor door) {
        this.invocation = invocation;
        this.door = door;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        invocation.answer(event, answer, given -> door.pass("call-api", given.asApi(), Invocation.limit(context)));
    }
}
