package dev.heir.integration.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.Scrapes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Pages: from the queue, and submitted and looked up over the API. */
@Singleton
@Named("scrape")
class Scrape implements RequestStreamHandler {

    private final Invocation invocation;
    private final LoopbackDoor door;
    private final Scrapes scrapes;

    @Inject
    Scrape(Invocation invocation, LoopbackDoor door, Scrapes scrapes) {
        this.invocation = invocation;
        this.door = door;
        this.scrapes = scrapes;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        invocation.answer(event, answer, given -> switch (given) {
            case Event.Queue queue -> fetched(queue);
            case Event.Api api -> door.pass("scrape", api, Invocation.limit(context));
            case Event.Schedule schedule -> throw schedule.unexpected();
        });
    }

    private BatchAnswer fetched(Event.Queue queue) {
        return BatchAnswer.of(scrapes.fetch(queue.messages().stream()
                .map(message -> new Message(message.id(), message.body(), message.receipt()))
                .toList()));
    }
}
