package dev.heir.integration.outbound;

import dev.heir.integration.call.StrikeOne;
import io.smallrye.faulttolerance.api.BeforeRetryHandler;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;

/** Serves the wait that the ladder decided on before the retry it asked for. */
public final class Wait implements BeforeRetryHandler {

    @Override
    public void handle(ExecutionContext retry) {
        ((StrikeOne.Attempts) retry.getParameters()[0]).pause();
    }
}
