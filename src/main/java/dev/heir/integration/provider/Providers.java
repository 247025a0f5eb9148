package dev.heir.integration.provider;

import java.util.List;
import java.util.Optional;

/** The registered providers. What is read may be as old as the implementation states. */
public interface Providers {

    Optional<Provider> find(String id);

    List<Provider> all();
}
