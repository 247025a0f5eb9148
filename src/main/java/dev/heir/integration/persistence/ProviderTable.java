package dev.heir.integration.persistence;

import dev.heir.integration.provider.ProviderDocuments;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents of providers in PostgreSQL. */
@ApplicationScoped
class ProviderTable implements ProviderDocuments {

    private final Catalogue catalogue;
    private final ProviderView view;
    private final Clock clock;

    ProviderTable(Catalogue catalogue, ProviderView view, Clock clock) {
        this.catalogue = catalogue;
        this.view = view;
        this.clock = clock;
    }

    @Override
    public Stored put(String id, Map<String, ?> document, Optional<Map<String, Object>> contract) {
        return put(id, document, contract, true);
    }

    @Override
    public Stored create(String id, Map<String, ?> document) {
        return put(id, document, Optional.empty(), false);
    }

    private Stored put(String id, Map<String, ?> document, Optional<Map<String, Object>> contract, boolean change) {
        Stored stored = QuarkusTransaction.requiringNew().call(() -> {
            // First: its lock makes two puts of the same new id wait for each other instead of both inserting.
            long version = catalogue.advance(Catalogue.PROVIDERS);
            ProviderRow known = ProviderRow.findById(id);
            if (known != null && !change) {
                return stored(known, false);
            }
            ProviderRow row = known == null ? new ProviderRow() : known;
            row.id = id;
            row.version = version;
            row.document = JsonTree.write(document);
            row.updatedAt = clock.instant();
            row.persist();
            contract.ifPresent(each -> ContractRow.put(id, JsonTree.write(each), row.updatedAt));
            return stored(row, known == null);
        });
        view.forget();
        return stored;
    }

    @Override
    public Optional<Stored> find(String id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ProviderRow.<ProviderRow>findByIdOptional(id).map(row -> stored(row, false)));
    }

    @Override
    public List<Stored> page(Optional<String> after, int size) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        ProviderRow.<ProviderRow>find("id > ?1", Sort.by("id"), after.orElse(""))
                                .page(Page.ofSize(size))
                                .stream()
                                .map(row -> stored(row, false))
                                .toList());
    }

    @Override
    public Optional<Map<String, Object>> contract(String provider) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ContractRow.<ContractRow>findByIdOptional(provider).map(row -> row.document))
                .map(JsonTree::read);
    }

    @Override
    public boolean removeContract(String provider) {
        return QuarkusTransaction.requiringNew().call(() -> {
            catalogue.advance(Catalogue.PROVIDERS); // which says who does it
            return ContractRow.deleteById(provider);
        });
    }

    @Override
    public boolean remove(String id) {
        boolean removed = QuarkusTransaction.requiringNew().call(() -> {
            catalogue.advance(Catalogue.PROVIDERS);
            // One that is registered anew under the same name begins with the shares of its document.
            ProviderRow.getEntityManager()
                    .createNativeQuery("update reallocation set state = 'SUPERSEDED' where provider = ?1")
                    .setParameter(1, id)
                    .executeUpdate();
            return ProviderRow.deleteById(id);
        });
        view.forget();
        return removed;
    }

    @Override
    public Optional<Boolean> putMapping(String provider, String name, Map<String, ?> document) {
        Optional<Boolean> isNew = QuarkusTransaction.requiringNew().call(() -> {
            catalogue.advance(Catalogue.PROVIDERS);
            if (ProviderRow.findById(provider) == null) {
                return Optional.empty();
            }
            MappingRow known = MappingRow.findById(new MappingRow.Key(provider, name));
            MappingRow row = known == null ? new MappingRow() : known;
            row.provider = provider;
            row.name = name;
            row.document = JsonTree.write(document);
            row.updatedAt = clock.instant();
            row.persist();
            return Optional.of(known == null);
        });
        view.forget();
        return isNew;
    }

    @Override
    public Optional<Map<String, Object>> mapping(String provider, String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> MappingRow.<MappingRow>findByIdOptional(new MappingRow.Key(provider, name))
                        .map(row -> JsonTree.read(row.document)));
    }

    @Override
    public boolean removeMapping(String provider, String name) {
        boolean removed = QuarkusTransaction.requiringNew().call(() -> {
            catalogue.advance(Catalogue.PROVIDERS);
            return MappingRow.deleteById(new MappingRow.Key(provider, name));
        });
        view.forget();
        return removed;
    }

    private static Stored stored(ProviderRow row, boolean isNew) {
        return new Stored(row.id, row.version, JsonTree.read(row.document), row.updatedAt, isNew);
    }
}
