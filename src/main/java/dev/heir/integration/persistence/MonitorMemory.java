package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.heir.integration.scrape.monitor.Memory;
import dev.heir.integration.scrape.monitor.Seen;
import java.util.Map;

/** What monitors remember as jsonb. */
final class MonitorMemory {

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private MonitorMemory() {}

    static String write(Object memory) {
        try {
            return JSON.writeValueAsString(memory);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a memory cannot be written", impossible);
        }
    }

    static Memory read(String text) {
        try {
            return JSON.readValue(text, Memory.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("monitor_page.memory cannot be read", broken);
        }
    }

    static Map<String, Seen> missing(String text) {
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("monitor_state.missing cannot be read", broken);
        }
    }
}
