package dev.heir.integration.persistence;

import dev.heir.integration.provider.Fallback;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.MappingDocument;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Providers;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The providers as this instance remembers them, at most one second old. */
@ApplicationScoped
class ProviderView implements Providers {

    private static final Logger LOG = Logger.getLogger(ProviderView.class);

    private final DataSource dataSource;
    private final View<Map<String, Provider>> view;

    ProviderView(DataSource dataSource, Catalogue catalogue, Clock clock) {
        this.dataSource = dataSource;
        this.view = new View<>(clock, () -> catalogue.revision(Catalogue.PROVIDERS), this::load);
    }

    @Override
    public Optional<Provider> find(String id) {
        return Optional.ofNullable(view.get().get(id));
    }

    @Override
    public List<Provider> all() {
        return List.copyOf(view.get().values());
    }

    void forget() {
        view.forget();
    }

    private Map<String, Provider> load() throws SQLException {
        Map<String, Provider> providers = new TreeMap<>();
        try (Connection connection = dataSource.getConnection()) {
            Map<MappingRow.Key, Map<String, Fallback.Mapping>> mappings = mappings(connection);
            Map<String, ReallocationRows.Overlay> overlays = ReallocationRows.applied(connection);
            try (PreparedStatement query = connection.prepareStatement("select id, document::text from provider");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    read(rows.getString(1), rows.getString(2), mappings)
                            .map(each -> Optional.ofNullable(overlays.get(each.id()))
                                    .map(overlay -> each.withTiers(overlay.over(each.tiers())))
                                    .orElse(each))
                            .ifPresent(each -> providers.put(each.id(), each));
                }
            }
        }
        return providers;
    }

    private static Map<MappingRow.Key, Map<String, Fallback.Mapping>> mappings(Connection connection)
            throws SQLException {
        Map<MappingRow.Key, Map<String, Fallback.Mapping>> mappings = new HashMap<>();
        try (PreparedStatement query =
                        connection.prepareStatement("select provider, name, document::text from mapping");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                MappingRow.Key key = new MappingRow.Key(rows.getString(1), rows.getString(2));
                try {
                    mappings.put(key, MappingDocument.read(JsonTree.read(rows.getString(3))));
                } catch (InvalidInput outdated) {
                    LOG.warnf("mapping %s is left out: %s", key, outdated.getMessage());
                }
            }
        }
        return mappings;
    }

    /** A document that an older or newer version accepted must not take the other providers down with it. */
    private static Optional<Provider> read(
            String id, String document, Map<MappingRow.Key, Map<String, Fallback.Mapping>> mappings) {
        try {
            Provider provider = ProviderDocument.read(id, JsonTree.read(document));
            return Optional.of(provider.fallback()
                    .flatMap(fallback -> fallback.mappingName()
                            .map(name -> mappings.getOrDefault(new MappingRow.Key(id, name), Map.of()))
                            .map(mapping -> new Fallback(fallback.provider(), mapping, fallback.mappingName())))
                    .map(provider::withFallback)
                    .orElse(provider));
        } catch (InvalidInput outdated) {
            LOG.warnf("provider %s is left out: %s", id, outdated.getMessage());
            return Optional.empty();
        }
    }
}
