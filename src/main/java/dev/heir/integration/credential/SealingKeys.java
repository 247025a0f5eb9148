package dev.heir.integration.credential;

import dev.heir.integration.credential.DataKeys.DataKey;
import dev.heir.integration.credential.SealedRows.Row;
import dev.heir.integration.provider.Body;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Changes the keys that secrets are sealed with, while everybody goes on using them. */
@ApplicationScoped
public class SealingKeys {

    private static final Logger LOG = Logger.getLogger(SealingKeys.class);

    /** In one sweep, which has other things to do. */
    private static final int MOST = 500;

    private static final int PAGE = 100;

    private final DataKeys keys;
    private final SealedRows rows;
    private final Keyring keyring;
    private final MasterKeys masters;
    private final Seals seals;

    SealingKeys(DataKeys keys, SealedRows rows, Keyring keyring, MasterKeys masters, Seals seals) {
        this.keys = keys;
        this.rows = rows;
        this.keyring = keyring;
        this.masters = masters;
        this.seals = seals;
    }

    /**
     * The keys, and what is sealed with them.
     *
     * @param master that wraps new ones
     * @param sealedByMaster what was sealed before there were data keys
     */
    public record Known(String master, long sealedByMaster, List<Counted> keys) {}

    /** A key, and how much is sealed with it. */
    public record Counted(DataKey key, long sealed) {}

    /** Oldest first. */
    public Known known() {
        Map<Optional<UUID>, Long> counts = rows.counts();
        return new Known(
                masters.current().id(),
                counts.getOrDefault(Optional.<UUID>empty(), 0L),
                keys.all().stream()
                        .map(key -> new Counted(key, counts.getOrDefault(Optional.of(key.id()), 0L)))
                        .toList());
    }

    /** Makes a new key; whatever the others sealed is sealed anew by the next sweeps. */
    public Counted rotate() {
        return new Counted(keyring.rotate(), 0);
    }

    /**
     * Wraps data keys anew that another master wrapped, seals anew what another key sealed, and notes which keys nothing is
     * sealed with any more. Any number of instances may do it at once.
     *
     * @return how many texts were sealed anew
     */
    public int tend() {
        Optional<DataKey> active = keys.active();
        if (active.isEmpty()) {
            return 0;
        }
        try {
            rewrap();
            int resealed = reseal(active.get());
            settle();
            return resealed;
        } catch (NoSealingKey away) {
            LOG.errorf("keys are not changed now: %s", away.getMessage());
            return 0;
        }
    }

    private void rewrap() {
        MasterKey master = masters.current();
        for (DataKey key : keys.all()) {
            if (!key.master().equals(master.id())) {
                try {
                    Body wrapped = master.wrap(key.id(), keyring.open(key));
                    if (keys.rewrap(key, master.id(), wrapped)) {
                        LOG.infof(
                                "data key %s is wrapped by %s now, no more by %s", key.id(), master.id(), key.master());
                    }
                } catch (Seals.Unreadable lost) {
                    LOG.errorf("data key %s cannot be wrapped by %s: %s", key.id(), master.id(), lost.getMessage());
                }
            }
        }
    }

    private int reseal(DataKey active) {
        int done = 0;
        Optional<Row> last = Optional.empty();
        List<Row> page = rows.notUnder(active.id(), last, PAGE);
        while (!page.isEmpty() && done < MOST) {
            done += (int) page.stream()
                    .limit(MOST - done)
                    .filter(row -> resealed(active, row))
                    .count();
            last = Optional.of(page.getLast());
            page = rows.notUnder(active.id(), last, PAGE);
        }
        if (done > 0) {
            LOG.infof("%d sealed texts are under data key %s now", done, active.id());
        }
        return done;
    }

    private boolean resealed(DataKey active, Row row) {
        try {
            String text = seals.open(row.purpose(), row.sealed());
            Body anew = keyring.opening(active.id()).reseal(row.purpose(), text, row.sealed());
            return rows.replace(row, anew);
        } catch (Seals.Unreadable lost) {
            LOG.errorf("%s of %s stays as it is: %s", row.place(), row.id(), lost.getMessage());
            return false;
        }
    }

    private void settle() {
        Map<Optional<UUID>, Long> counts = rows.counts();
        for (DataKey key : keys.all()) {
            keys.used(key.id(), counts.containsKey(Optional.of(key.id())));
        }
    }
}
