package dev.heir.integration.assign;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.ProjectKey;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Takes requirements, and says how far each is fulfilled. */
@Singleton
public class Assignments {

    private final WorkOrders workOrders;
    private final Registration registration;
    private final Providers providers;
    private final Inspection inspection;

    Assignments(WorkOrders workOrders, Registration registration, Providers providers, Inspection inspection) {
        this.workOrders = workOrders;
        this.registration = registration;
        this.providers = providers;
        this.inspection = inspection;
    }

    /**
     * Plans, stores and registers what can be.
     *
     * @param idempotencyKey the same key with the same request gets the assignment that is there; valid, as the door
     *     checks it
     * @throws InvalidInput with all flaws; nothing was done then
     * @throws KeyUsedOtherwise when the key was used for another request
     */
    public CheckedAssignment accept(Map<String, ?> document, Optional<String> idempotencyKey) {
        AssignmentRequest request = AssignmentRequest.read(document);
        String fingerprint = Fingerprint.of(document);
        Optional<Assignment> earlier = idempotencyKey.flatMap(workOrders::byIdempotencyKey);
        if (earlier.isPresent()) {
            return again(earlier.get(), fingerprint, idempotencyKey).withMore(List.of(askForKey(request.project())));
        }
        // Registering again does no harm, so whoever died in between only sends the request again. But the project is
        // there before the assignment is, and its key was in the answer that got lost: then another one is asked for.
        Optional<ProjectKey> key = registration.ensureProject(request.project());
        Map<String, Registration.Outcome> registered = new TreeMap<>();
        request.providers()
                .forEach((id, provider) -> registered.put(id, registration.register(provider, written(request, id))));
        WorkPlan plan = Planning.plan(request.requirement(), id -> known(request, id));
        Assignment stored = workOrders.create(
                new WorkOrders.Draft(request.project(), idempotencyKey, fingerprint, request.document(), plan));
        return again(stored, fingerprint, idempotencyKey)
                .created(key.map(ProjectKey::text), registered)
                .withMore(key.isPresent() ? List.of() : List.of(askForKey(request.project())))
                .withMore(keptOthers(request, registered));
    }

    public Optional<CheckedAssignment> find(UUID id) {
        return workOrders.find(id).map(inspection::look);
    }

    private CheckedAssignment again(Assignment stored, String fingerprint, Optional<String> idempotencyKey) {
        if (!stored.fingerprint().equals(fingerprint)) {
            throw new KeyUsedOtherwise(idempotencyKey.orElse(""), stored.id());
        }
        return inspection.look(stored);
    }

    private static CheckedAssignment.OpenPoint askForKey(String project) {
        return new CheckedAssignment.OpenPoint(
                project,
                List.of(),
                "the project was there before, and its key is shown only when it is issued",
                new NextStep(
                        "Ask for a key of the project if you have none",
                        "POST",
                        "/v1/projects/" + project + "/keys",
                        Map.of()));
    }

    private static List<CheckedAssignment.OpenPoint> keptOthers(
            AssignmentRequest request, Map<String, Registration.Outcome> registered) {
        return registered.entrySet().stream()
                .filter(each -> each.getValue() == Registration.Outcome.KEPT_OTHER)
                .map(each -> new CheckedAssignment.OpenPoint(
                        each.getKey(),
                        List.of(),
                        "another document stands under this name and was kept, since others may rely on it",
                        new NextStep(
                                "Replace the provider's document if this one is right",
                                "PUT",
                                "/v1/providers/" + each.getKey(),
                                written(request, each.getKey()))))
                .toList();
    }

    private static Map<String, Object> written(AssignmentRequest request, String id) {
        return request.requirement().api().orElseThrow().documents().getOrDefault(id, Map.of());
    }

    /** What is registered is what will be called; a document that was handed in counts only where there is none. */
    private Optional<Provider> known(AssignmentRequest request, String id) {
        return providers
                .find(id)
                .or(() -> Optional.ofNullable(request.providers().get(id)));
    }

    /** The idempotency key was used for another request before. */
    public static final class KeyUsedOtherwise extends RuntimeException {

        private static final long serialVersionUID = 1;

        KeyUsedOtherwise(String key, UUID assignment) {
            super("the idempotency key '" + key + "' was used for another request, which became assignment "
                    + assignment);
        }
    }
}
