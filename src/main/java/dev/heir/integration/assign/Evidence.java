package dev.heir.integration.assign;

import dev.heir.integration.provider.Provider;
import dev.heir.integration.scrape.PageUrl;
import java.util.Optional;

/** What was recorded of the running integration, read when it is asked for; nothing is sent anywhere. */
public interface Evidence {

    /** @param registered the provider, when it is */
    ProviderFacts provider(String project, String id, Optional<Provider> registered);

    SiteFacts site(String project, PageUrl page);
}
