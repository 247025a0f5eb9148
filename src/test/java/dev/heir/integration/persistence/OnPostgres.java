package dev.heir.integration.persistence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.heir.integration.access.Acting;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.SmallCache;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.credential.CredentialVault;
import dev.heir.integration.credential.DataKeys;
import dev.heir.integration.credential.PendingConnections;
import dev.heir.integration.credential.SealedRows;
import dev.heir.integration.provider.MonthlyUse;
import dev.heir.integration.quota.FleetClock;
import dev.heir.integration.quota.Quota;
import dev.heir.integration.quota.Shared;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;

/** What an instance keeps in PostgreSQL, for tests of other packages that begin one without Quarkus. */
public final class OnPostgres {

    private final AgroalDataSource pool;

    public OnPostgres(AgroalDataSource pool) {
        this.pool = pool;
    }

    public Quota quota() {
        return QuotaProcess.quota(pool);
    }

    public Ledger ledger() {
        return new PostgresLedger(pool, new Instance());
    }

    public KeptAnswers keptAnswers() {
        return new PostgresKeptAnswers(
                pool,
                new SmallCache(),
                Clock.systemUTC(),
                new FleetClock(Clock.systemUTC(), System::nanoTime),
                new SimpleMeterRegistry());
    }

    public MonthlyUse monthlyUse() {
        return new MonthlyUseView(new Database(pool), Clock.systemUTC());
    }

    public CredentialVault vault() {
        return new CredentialTable(new Database(pool), Acting.BY_ITSELF, Clock.systemUTC());
    }

    public DataKeys dataKeys() {
        return new DataKeyTable(new Database(pool), Acting.BY_ITSELF);
    }

    public SealedRows sealedRows() {
        return new SealedColumns(new Database(pool));
    }

    public PendingConnections connections() {
        return new ConnectionRows(new Database(pool));
    }

    /** One that changes rows. */
    public void change(String sql, String value) {
        new Database(pool).update(sql, value);
    }

    /** What a budget's scope counts this month, leased units and what was spent beside the limiter included. */
    public BigDecimal counted(String scope) {
        Clock clock = Clock.systemUTC();
        ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
        Shared shared =
                new SharedStateRows(new Database(pool), json, new FleetClock(clock, System::nanoTime)).read(scope);
        long used = shared.usage().values().stream()
                .flatMap(List::stream)
                .flatMap(slot -> slot.used().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        long leased = shared.leases().stream().mapToLong(Shared.Lease::units).sum();
        long beside = shared.beside().stream().mapToLong(Shared.Beside::units).sum();
        return BigDecimal.valueOf(used + leased + beside, 9);
    }

    /** The one number that a query gives, 0 where it gives none. */
    public BigDecimal number(String sql, String value) {
        return new Database(pool).first(row -> row.getBigDecimal(1), sql, value).orElse(BigDecimal.ZERO);
    }

    public List<String> texts(String sql, String value) {
        return new Database(pool).list(row -> row.getString(1), sql, value);
    }
}
