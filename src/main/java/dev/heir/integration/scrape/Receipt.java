package dev.heir.integration.scrape;

import java.util.UUID;

/** What was submitted is in the queue. */
public record Receipt(UUID id, String dprId) {}
