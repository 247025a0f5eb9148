package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationMatchTest {

    private static final List<Operation> KNOWN = Stream.of(
                    "GET /users/{id}",
                    "GET /users/me",
                    "GET /users/{id}/repos",
                    "GET /repos/{owner}/{name}.json",
                    "GET /search?type=code",
                    "GET /search",
                    "POST /users/{id}")
            .map(OperationMatchTest::operation)
            .toList();

    private static Operation operation(String name) {
        String[] parts = name.split(" ", 2);
        return new Operation(
                name,
                parts[0],
                parts[1],
                true,
                Optional.empty(),
                Map.of(Limit.REQUESTS, 1L),
                List.of(),
                Duration.ofSeconds(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "GET  | /users/7               | GET /users/{id}",
                "GET  | /users/me              | GET /users/me",
                "GET  | /users/me?full=1       | GET /users/me",
                "GET  | /users/a%2Fb           | GET /users/{id}",
                "GET  | /users/7/repos?page=2  | GET /users/{id}/repos",
                "GET  | /repos/a/b.json        | GET /repos/{owner}/{name}.json",
                "GET  | /search?q=x&type=code  | GET /search?type=code",
                "GET  | /search?type=codes     | GET /search",
                "POST | /users/7               | POST /users/{id}",
                "PUT  | /users/7               | none",
                "GET  | /users/                | none",
                "GET  | /users                 | none",
                "GET  | /users/7/x             | none",
                "GET  | /%75sers/%6De          | GET /users/me",
                "GET  | /users/me/             | GET /users/me",
                "HEAD | /users/me              | GET /users/me",
            })
    void the_template_that_says_most_is_the_operation(String method, String path, String name) {
        assertThat(OperationMatch.find(KNOWN, method, path).map(Operation::name))
                .isEqualTo(Optional.ofNullable(name));
    }

    @Test
    void a_head_is_sent_as_a_head() {
        assertThat(OperationMatch.find(KNOWN, "HEAD", "/users/me").map(Operation::method))
                .contains("HEAD");
    }

    @Test
    void what_stands_in_the_places_and_beside_them_is_found_again() {
        assertThat(OperationMatch.params("/repos/{owner}/{name}.json?v=1", "/repos/a%20b/c+d.json?v=1&q=x+y&flag"))
                .isEqualTo(Map.of("owner", "a b", "name", "c+d", "q", "x y", "flag", ""));
    }
}
