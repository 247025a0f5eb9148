package dev.heir.integration.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.Telling;
import dev.heir.integration.scrape.Wake;
import dev.heir.integration.scrape.WorkQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The work queue of SQS: a message for each page that is soon due, sent by whoever stored the page. A page is marked before it
 * is sent, so that two instances do not send it both; the mark runs out, so that what was lost is sent again.
 */
final class SqsQueue implements WorkQueue {

    private static final Logger LOG = Logger.getLogger(SqsQueue.class);

    /** In one go: who handed pages in is waiting. */
    private static final int MOST = 100;

    /** Of a sweep in one go: with 10,000 hosts that wait, to find pages takes most of a second, however many are found. */
    private static final int MOST_OF_SWEEP = 1000;

    private static final int MOST_GOES = 3;

    /** As long as SQS holds a message back. */
    private static final Duration WITHIN = Duration.ofMinutes(15);

    private final PageQueue pages;
    private final Sqs sqs;
    private final ObjectMapper json;
    private final Telling telling;
    private final Telling sweeping;
    private final QueueConfig config;

    /** When all hosts are to be looked at again, by {@link System#nanoTime}. */
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** @param usual between two requests to a host */
    SqsQueue(PageQueue pages, Sqs sqs, ObjectMapper json, QueueConfig config, Duration usual) {
        this.pages = pages;
        this.sqs = sqs;
        this.json = json;
        this.telling = new Telling(MOST, config.eachHost(), usual, WITHIN, config.lost());
        this.sweeping = new Telling(MOST_OF_SWEEP, config.eachHost(), usual, WITHIN, config.lost());
        this.config = config;
    }

    /** The pages are stored already: nothing that fails here is their owner's trouble. */
    @Override
    public void announce(Collection<String> hosts) {
        try {
            var _ = sent(pages.tell(hosts, telling));
        } catch (RuntimeException trouble) {
            LOG.warnf("pages of %d hosts are announced by the next sweep: %s", hosts.size(), trouble.getMessage());
        }
    }

    @Override
    public boolean announceAll() {
        long now = System.nanoTime();
        if (now - next.get() < 0) {
            return true;
        }
        boolean all = told();
        if (all) {
            next.set(now + config.sweep().toNanos());
        }
        return all;
    }

    private boolean told() {
        boolean all = true;
        for (int go = 0; all && go < MOST_GOES; go++) {
            List<Wake> wakes = pages.tell(sweeping);
            all = sent(wakes);
            if (wakes.size() < MOST_OF_SWEEP) {
                break;
            }
        }
        return all;
    }

    private boolean sent(List<Wake> wakes) {
        Set<String> taken = sqs.send(wakes.stream()
                .map(wake -> new Letter(wake.page().toString(), Message.asking(json, wake), wake.delay()))
                .toList());
        List<UUID> left = wakes.stream()
                .map(Wake::page)
                .filter(page -> !taken.contains(page.toString()))
                .toList();
        if (!left.isEmpty()) {
            pages.untold(left);
        }
        return left.isEmpty();
    }

    @Override
    public List<Work> take(int most, Duration lease) {
        return sqs.receive(most, lease.plus(config.hidden()), config.patience()).stream()
                .<Work>map(Work.Told::new)
                .toList();
    }

    @Override
    public void done(Work work) {
        if (work instanceof Work.Told(Message message)) {
            sqs.delete(message);
        }
    }

    @Override
    public void again(Work work, Duration pause) {
        if (work instanceof Work.Told(Message message) && !message.receipt().isEmpty()) {
            sqs.hide(message, pause);
        }
    }
}
