package dev.heir.integration.provider;

import java.util.List;
import java.util.stream.Collectors;

/** What was handed in cannot be accepted; nothing of it was. All its flaws are told at once. */
public final class InvalidInput extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Flaw> flaws;

    public InvalidInput(List<Flaw> flaws) {
        super(flaws.stream()
                .map(flaw ->
                        flaw.path() + ": " + flaw.reason() + (flaw.value().isEmpty() ? "" : ", was " + flaw.value()))
                .collect(Collectors.joining("; ")));
        this.flaws = List.copyOf(flaws);
    }

    public InvalidInput(String path, String value, String reason) {
        this(List.of(new Flaw(path, value, reason)));
    }

    /** The same of a part of what was handed in. */
    public InvalidInput below(String part) {
        return new InvalidInput(flaws.stream()
                .map(flaw -> new Flaw(part + "." + flaw.path(), flaw.value(), flaw.reason()))
                .toList());
    }

    public List<Flaw> flaws() {
        return flaws;
    }
}
