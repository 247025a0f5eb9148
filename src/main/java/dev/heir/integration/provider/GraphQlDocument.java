package dev.heir.integration.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GraphQL document, understood as far as it must be to know what may be repeated: which operations it has, and of what
 * kind (GraphQL, October 2021, section 2.3). All else is for its server to judge.
 *
 * @param text as written
 */
public record GraphQlDocument(String text, List<Named> operations) {

    /** What an operation does. */
    public enum Kind {
        QUERY,
        MUTATION,
        SUBSCRIPTION
    }

    /** @param name empty where the document gives none */
    public record Named(Kind kind, Optional<String> name) {}

    /** Longer ones are no queries that a person wrote, and are only passed on. */
    public static final int LONGEST = 256 * 1024;

    /** Block strings, strings, comments, names, brackets and everything else, one by one (section 2.1). */
    private static final Pattern TOKEN = Pattern.compile(
            "\"\"\"(?:[^\"\\\\]++|\\\\\"\"\"|\\\\|\"(?!\"\"))*+\"\"\""
                    + "|\"(?:[^\"\\\\\\n\\r]++|\\\\.)*+\"|#[^\\n\\r]*+|[_A-Za-z][_0-9A-Za-z]*+|.",
            Pattern.DOTALL);

    public GraphQlDocument {
        operations = List.copyOf(operations);
    }

    /** @return empty when it has no operation, or its brackets do not match */
    public static Optional<GraphQlDocument> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        List<Named> operations = new Reading(text).operations();
        return operations.isEmpty() ? Optional.empty() : Optional.of(new GraphQlDocument(text, operations));
    }

    /** The one that is carried out under this name; of a single one the name need not be said. */
    public Optional<Named> operation(Optional<String> name) {
        return name.isEmpty()
                ? Optional.of(operations.getFirst()).filter(_ -> operations.size() == 1)
                : operations.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** Reads the operations of one document. */
    private static final class Reading {
        private final Matcher tokens;
        private final List<Named> found = new ArrayList<>();
        private final StringBuilder open = new StringBuilder();
        private Optional<Kind> kind = Optional.empty();
        private Optional<String> name = Optional.empty();
        private boolean begun;
        private boolean mayBeNamed;

        Reading(String text) {
            this.tokens = TOKEN.matcher(text);
        }

        List<Named> operations() {
            while (tokens.find()) {
                if (!fits(tokens.group())) {
                    return List.of();
                }
            }
            return open.isEmpty() && !begun ? found : List.of();
        }

        private boolean fits(String token) {
            char first = token.charAt(0);
            return switch (first) {
                case '#', '"', ' ', '\t', '\n', '\r', ',', '\uFEFF' -> true;
                case '{', '(', '[' -> opens(first);
                case '}', ')', ']' -> closes(first);
                default -> {
                    if (open.isEmpty() && (Character.isLetter(first) || first == '_')) {
                        word(token);
                    } else {
                        mayBeNamed = false;
                    }
                    yield true;
                }
            };
        }

        private void word(String word) {
            if (!begun) {
                begun = true;
                kind = switch (word) {
                    case "query" -> Optional.of(Kind.QUERY);
                    case "mutation" -> Optional.of(Kind.MUTATION);
                    case "subscription" -> Optional.of(Kind.SUBSCRIPTION);
                    default -> Optional.empty(); // a fragment, or a type: nothing that is carried out
                };
                mayBeNamed = true;
            } else if (mayBeNamed) {
                name = Optional.of(word);
                mayBeNamed = false;
            }
        }

        private boolean opens(char bracket) {
            if (open.isEmpty() && bracket == '{' && !begun) { // section 2.3: a query in shorthand
                begun = true;
                kind = Optional.of(Kind.QUERY);
            }
            mayBeNamed = false;
            open.append(bracket);
            return true;
        }

        private boolean closes(char bracket) {
            char wanted = bracket == '}' ? '{' : bracket == ')' ? '(' : '[';
            if (open.isEmpty() || open.charAt(open.length() - 1) != wanted) {
                return false;
            }
            open.setLength(open.length() - 1);
            if (open.isEmpty() && bracket == '}') {
                kind.ifPresent(one -> found.add(new Named(one, name)));
                kind = Optional.empty();
                name = Optional.empty();
                begun = false;
            }
            return true;
        }
    }
}
