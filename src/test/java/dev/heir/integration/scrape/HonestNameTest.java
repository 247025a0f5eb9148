package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Flaw;
import org.junit.jupiter.api.Test;

class HonestNameTest {

    @Test
    void the_name_that_robots_txt_knows_us_by_is_the_one_that_is_sent_however_the_user_agent_begins() {
        ScrapeConfig config = Configured.with(
                "robot", "AcmeBot", "user-agent", "Mozilla/5.0 (compatible; AcmeBot/1.0; +https://acme.example/bot)");

        assertThat(config.flaws()).isEmpty();
        assertThat(config.token()).isEqualTo("acmebot");
        assertThat(Configured.with("robot", "AcmeBot").agent()).isEqualTo("AcmeBot/0.1 (+https://example.com/robot)");
    }

    @Test
    void a_user_agent_that_hides_our_name_or_reaches_nobody_is_refused_and_so_is_a_name_nobody_could_write_down() {
        assertThat(Configured.with("user-agent", "Mozilla/5.0 (Windows NT 10.0)")
                        .flaws())
                .extracting(Flaw::path)
                .containsExactly("integration.scrape.user-agent", "integration.scrape.user-agent");
        assertThat(Configured.with("robot", "Acme Bot 2").flaws())
                .extracting(Flaw::path)
                .containsExactly("integration.scrape.robot");
    }
}
