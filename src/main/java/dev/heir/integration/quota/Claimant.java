package dev.heir.integration.quota;

import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Tier;
import java.util.Optional;

/**
 * Who asks for what: one request to a provider.
 *
 * @param credential that signs it
 */
public record Claimant(
        Project project, Tier tier, Provider provider, Operation operation, Optional<String> credential) {}
