package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.call.CallBatch;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What became of the calls of a batch, in their order. */
@RegisterForReflection
record BatchAnswerDocument(List<ResultDocument> results) {

    static BatchAnswerDocument of(List<CallBatch.Result> results, Instant now) {
        return new BatchAnswerDocument(
                results.stream().map(result -> ResultDocument.of(result, now)).toList());
    }

    /** The same, with problems said otherwise. */
    BatchAnswerDocument masked(UnaryOperator<Map<String, Object>> problems) {
        return new BatchAnswerDocument(results.stream()
                .map(result -> result.problem() == null
                        ? result
                        : new ResultDocument(result.status(), result.headers(), null, problems.apply(result.problem())))
                .toList());
    }

    /**
     * What the call would have heard by itself.
     *
     * @param status of that response
     * @param headers of it, as far as they say something
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ResultDocument(
            int status,
            Map<String, String> headers,
            @Nullable AnswerDocument answer,
            @Nullable Map<String, Object> problem) {

        private static ResultDocument of(CallBatch.Result result, Instant now) {
            return switch (result) {
                case CallBatch.Result.Told(var told) -> told(() -> Outcomes.response(told, now));
                case CallBatch.Result.Thrown(var reason) -> problem(ProblemMapper.told(reason));
                case CallBatch.Result.NotBegun() ->
                    problem(new Problem(
                            504,
                            "not-begun",
                            "The call was not begun",
                            "the batch's deadline left no time for it; nothing was sent"));
            };
        }

        /** A response that may be a problem. */
        private interface Told {
            Response response();
        }

        private static ResultDocument told(Told told) {
            try {
                Response response = told.response();
                Map<String, String> headers = new TreeMap<>();
                response.getStringHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
                return new ResultDocument(response.getStatus(), headers, (AnswerDocument) response.getEntity(), null);
            } catch (Problem problem) {
                return problem(problem);
            }
        }

        private static ResultDocument problem(Problem problem) {
            return new ResultDocument(problem.status(), problem.headers(), null, problem.members());
        }
    }
}
