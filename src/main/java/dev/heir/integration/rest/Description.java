package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.provider.Tier;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** What the code's types do not say of the API: who may call what, how it is refused, and how documents are written. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class Description implements OASFilter {

    private static final String PROJECT = "project key";
    private static final String STAFF = "staff key";
    private static final String SESSION = "session";
    private static final String PROBLEM = "Problem";

    private static final Map<String, String> TAGS = Map.ofEntries(
            Map.entry("calls", "Calls"),
            Map.entry("proxy", "Calls"),
            Map.entry("scrapes", "Websites"),
            Map.entry("opt-outs", "Websites"),
            Map.entry("monitors", "Websites"),
            Map.entry("providers", "Registration"),
            Map.entry("projects", "Registration"),
            Map.entry("credentials", "Registration"),
            Map.entry("staff-keys", "Registration"),
            Map.entry("connections", "Registration"),
            Map.entry("sign-in", "Signing in"),
            Map.entry("sign-out", "Signing in"),
            Map.entry("me", "Signing in"),
            Map.entry("sessions", "Signing in"),
            Map.entry("sealing-keys", "Registration"),
            Map.entry("assignments", "Assignments"),
            Map.entry("audit", "What happened"),
            Map.entry("ledger", "What happened"),
            Map.entry("escalations", "What happened"),
            Map.entry("knowledge", "What happened"),
            Map.entry("report", "What happened"),
            Map.entry("health", "Health"),
            Map.entry("sweeps", "Health"),
            Map.entry("quotas", "Limits and money"),
            Map.entry("costs", "Limits and money"));

    /** What every route may answer beside what it is for. */
    private static final Map<String, String> REFUSALS = Map.of(
            "400", "Something in the request cannot be read: 'flaws' names key, value and reason",
            "401", "The key is missing or nobody's",
            "403", "Whose key it is may not do this",
            "406", "The answer's media type is not accepted",
            "500", "We failed ourselves",
            "503", "PostgreSQL, or something else of ours, is not there");

    private static final Map<String, String> OF_CALLS = Map.of(
            "409", "The first request with this Idempotency-Key is still under way",
            "413", "The document is too large",
            "415", "The document is in another format",
            "422", "The Idempotency-Key was used for another request",
            "429", "A limit or a budget, the provider's or our own, refused: 'limit', 'retryAt'",
            "502", "The provider failed or refused the credential",
            "504", "The provider did not answer in time");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents()
                .addSecurityScheme(PROJECT, bearer("of a project; PUT /v1/projects/{id} gives one"))
                .addSecurityScheme(
                        STAFF,
                        bearer("integration.admin.key, or of POST /v1/staff-keys with the role that is needed or more;"
                                + " without an admin key this machine's own user is the administrator"))
                .addSecurityScheme(
                        SESSION,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("__Host-session")
                                .description(
                                        "Of somebody who signed in at GET /v1/sign-in; what changes something must come"
                                                + " from our own pages (Origin)"))
                .addSchema(PROBLEM, problem())
                .addSchema("CallDocument", call())
                .addSchema("BatchDocument", batch())
                .addSchema("ReplayDocument", replay())
                .addSchema("Document", document())
                .addSchema("GeneratedDocument", generated());
        writtenAsItIs(api, "AnswerDocument", "body", anyJson("the provider's JSON as it came, or its text"));
        writtenAsItIs(api, "RequestDocument", "body", anyJson("as it would be sent, its secrets masked"));
        writtenAsItIs(api, "PagesAnswerDocument", "items", list(anyJson("each as its provider wrote it")));
        api.getComponents().removeSchema("HttpServerRequest");
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith(PassedRequests.DOOR)) {
                item.getOperations().forEach(Description::pass);
            }
            if (path.startsWith("/v1/")) {
                item.getOperations().forEach((method, operation) -> describe(path, method, operation));
            }
        });
    }

    /** What is written into a document as it is, without a type of its own in the code. */
    private static void writtenAsItIs(OpenAPI api, String document, String property, Schema json) {
        Schema schema = Objects.requireNonNull(api.getComponents().getSchemas()).get(document);
        Objects.requireNonNull(schema, document).addProperty(property, json);
    }

    /** Which provider and path are meant is read from the request line, and bodies are anything. */
    private static void pass(PathItem.HttpMethod method, Operation operation) {
        operation.setParameters(List.of(
                inPath("provider", "the id it was registered under"),
                inPath("path", "below the provider's base URL, with any number of slashes")));
        operation.setRequestBody(
                method == PathItem.HttpMethod.GET || method == PathItem.HttpMethod.HEAD
                        ? null
                        : OASFactory.createRequestBody()
                                .description("passed on as it is")
                                .content(OASFactory.createContent()
                                        .addMediaType(
                                                "*/*",
                                                OASFactory.createMediaType()
                                                        .schema(of(SchemaType.STRING, "any bytes")
                                                                .format("binary")))));
    }

    private static Parameter inPath(String name, String what) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.PATH)
                .required(true)
                .description(what)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }

    private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
        String first = path.split("/", -1)[2];
        operation.setTags(List.of(TAGS.getOrDefault(first, first)));
        operation.setSecurity(Routes.admitted(method.name(), path).stream()
                .flatMap(Description::security)
                .toList());
        Map<String, String> refusals = new LinkedHashMap<>(REFUSALS);
        if (path.contains("{")) {
            refusals.put("404", "There is no such id");
        }
        if (first.equals("calls") && method == PathItem.HttpMethod.POST) {
            refusals.putAll(OF_CALLS);
        } else if (method == PathItem.HttpMethod.PUT || method == PathItem.HttpMethod.POST) {
            refusals.put("415", "The document is in another format");
        }
        refusals.forEach((status, why) -> {
            if (!operation.getResponses().hasAPIResponse(status)) {
                operation.getResponses().addAPIResponse(status, refused(why));
            }
        });
    }

    /** Beside a scheme stand the roles that are needed (OpenAPI 3.1, Security Requirement Object). */
    private static Stream<SecurityRequirement> security(Role needed) {
        return Stream.of(PROJECT, STAFF, SESSION)
                .filter(scheme -> scheme.equals(PROJECT) == (needed == Role.CALLER))
                .map(scheme -> OASFactory.createSecurityRequirement()
                        .addScheme(scheme, needed.name().toLowerCase(Locale.ROOT)));
    }

    private static org.eclipse.microprofile.openapi.models.responses.APIResponse refused(String why) {
        return OASFactory.createAPIResponse()
                .description(why)
                .content(OASFactory.createContent()
                        .addMediaType(
                                ProblemMapper.TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))));
    }

    private static SecurityScheme bearer(String which) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("The key " + which);
    }

    private static Schema problem() {
        return object("RFC 9457; members beside these say more of the occurrence")
                .addProperty("type", text("names the kind of problem").format("uri"))
                .addProperty("title", text("for people, the same for the kind"))
                .addProperty("status", of(SchemaType.INTEGER, "of the response"))
                .addProperty("detail", text("for people, about this occurrence"))
                .addProperty(
                        "flaws",
                        list(object("one thing wrong")
                                .addProperty("path", text("where"))
                                .addProperty("value", text("what stands there; secrets are not shown"))
                                .addProperty("reason", text("what it should be"))))
                .addProperty("id", text("of the call, in the ledger"))
                .addProperty("symptom", text("what went wrong, of a closed list"))
                .addProperty("fault", text("whose it is").enumeration(List.of("provider", "caller", "orchestrator")))
                .addProperty("ambiguous", of(SchemaType.BOOLEAN, "whether it may have been carried out"))
                .addProperty("limit", text("which limit or budget refused"))
                .addProperty("retryAt", text("when it makes sense to ask again").format("date-time"))
                .addProperty("strikes", list(object("what was tried")))
                .addProperty("next", list(text("what to do")));
    }

    private static Schema call() {
        return object("A call. 'provider' is needed, and 'operation' or 'path'")
                .required(List.of("provider"))
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false))
                .addProperty("provider", text("the id it was registered under"))
                .addProperty("operation", text("one that the provider's document names"))
                .addProperty("method", text("of a request that no operation names; GET where nothing is said"))
                .addProperty("path", text("below the base URL, with a query if need be"))
                .addProperty("params", object("fill the {names} in the path; the others become the query"))
                .addProperty(
                        "headers",
                        object("as the provider gets them").additionalPropertiesSchema(text("a header's value")))
                .addProperty(
                        "body",
                        OASFactory.createSchema()
                                .description("any JSON; text is sent as it is when content-type is not a JSON type"))
                .addProperty("bodyBase64", text("bytes instead of 'body'").format("byte"))
                .addProperty(
                        "tier",
                        text("how much it matters; else the project's default")
                                .enumeration(Arrays.stream(Tier.values())
                                        .map(tier -> (Object) tier.name())
                                        .toList()))
                .addProperty(
                        "deadline",
                        text("over all that is tried, such as 10s or 1500ms; at most 5m")
                                .pattern("\\d+(ms|s|m)"))
                .addProperty("idempotencyKey", text("the provider's; the header is the provider's and ours"))
                .addProperty(
                        "defer",
                        of(SchemaType.BOOLEAN, "whether it may be finished later")
                                .defaultValue(true))
                .addProperty(
                        "pages",
                        object("gathers the pages of a list, as the operation's 'pagination' declares them")
                                .required(List.of("most"))
                                .addProperty("most", of(SchemaType.INTEGER, "how many pages at most"))
                                .addProperty("from", text("'next' of an answer that was not complete")))
                .addProperty(
                        "dryRun",
                        of(SchemaType.BOOLEAN, "nothing is sent, taken, charged or recorded; tells what would be")
                                .defaultValue(false))
                .addProperty(
                        "wait",
                        of(SchemaType.BOOLEAN, "whether it may wait in line for its quota")
                                .defaultValue(true));
    }

    private static Schema batch() {
        return object("Calls that are asked together")
                .required(List.of("calls"))
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false))
                .addProperty("calls", list(OASFactory.createSchema().ref("CallDocument")))
                .addProperty(
                        "deadline",
                        text("over all of them, beside each one's own; at most 5m")
                                .pattern("\\d+(ms|s|m)"));
    }

    private static Schema replay() {
        return object("What is decided when a recorded call is asked again; may be left out")
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false))
                .addProperty(
                        "idempotencyKey", text("another one than the first call's: its effect is wanted once more"))
                .addProperty(
                        "again",
                        of(SchemaType.BOOLEAN, "its effect is wanted once more, of a provider that takes no key")
                                .defaultValue(false));
    }

    private static Schema document() {
        return object("A document in JSON or YAML; infra/samples has one of every kind, and unknown keys are flaws")
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true));
    }

    private static Schema generated() {
        return object(
                        "A provider's document in JSON or YAML: ours, or one of OpenAPI 3.0 to 3.2. Of that 'x-integration'"
                                + " holds what it cannot say, in our keys; or ours holds it under 'openapi'")
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true));
    }

    private static Schema anyJson(String description) {
        return OASFactory.createSchema().description(description);
    }

    private static Schema object(String description) {
        return of(SchemaType.OBJECT, description);
    }

    private static Schema text(String description) {
        return of(SchemaType.STRING, description);
    }

    private static Schema list(Schema items) {
        return OASFactory.createSchema().type(List.of(SchemaType.ARRAY)).items(items);
    }

    private static Schema of(SchemaType type, String description) {
        return OASFactory.createSchema().type(List.of(type)).description(description);
    }
}
