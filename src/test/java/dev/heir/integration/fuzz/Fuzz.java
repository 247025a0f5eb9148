package dev.heir.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Throws at a parser what nobody should send, made out of what was kept in {@code src/test/fuzz}: by a seed, so that a run
 * can be repeated, and for as long as {@code -Dfuzz.millis} says. What is found is written into the corpus, where the next
 * run begins with it.
 */
public final class Fuzz {

    /** Each parser's share of a build; a night of it is {@code -Dfuzz.millis=600000}. */
    private static final long MILLIS = Long.getLong("fuzz.millis", 250);

    private static final long SEED = Long.getLong("fuzz.seed", 20_000);

    /** In characters; headers are shorter, and what takes its time here takes it for ever at the largest document. */
    private static final int LONGEST = 64 * 1024;

    /** Of the processor, for one input, on a machine that has other things to do and has compiled nothing yet. */
    private static final long SLOWEST_NANOS = 400_000_000;

    /** Deep recursion is to be seen here, and not where a thread happens to have less room. */
    private static final int STACK = 256 * 1024;

    private static final String[] WORDS = {
        "\"",
        "\\",
        "\\\"",
        "'",
        ",",
        ";",
        "=",
        ":",
        "/",
        "//",
        "..",
        "%2e",
        "%2f",
        "%00",
        "%",
        "%zz",
        "?",
        "#",
        "&",
        "*",
        "<",
        ">",
        "</",
        "<![CDATA[",
        "<!--",
        "<!ENTITY a \"b\">",
        "&a;",
        "{",
        "}",
        "[",
        "]",
        "{}",
        "[]",
        "(",
        ")",
        "|",
        "~",
        "\0",
        "\r\n",
        "\n",
        "\t",
        " ",
        "\u00a0",
        "\u00e9",
        "\u2028",
        "\ud83d\ude00",
        "\ufeff",
        "\uff11",
        "-1",
        "0",
        "00",
        "1e999",
        "99999999999999999999",
        "0x7f",
        "9223372036854775808",
        "NaN",
        "null",
        "true",
        "*a",
        "&a",
        "<<:",
        "!!java",
        "---",
        "io_",
        "bytes=",
        "q=",
        "rel=next",
        "data:",
        "id:",
        "W/\"",
        "$ref",
        "#/",
        "@",
        "::",
        "[::1]",
        "127.0.0.1",
        "Mon, 01 Jan 2024 00:00:00 GMT",
        "2024-02-30T25:61:61Z",
        "PT1H",
        "1s",
        "1d"
    };

    private final Path corpus;
    private final String parser;

    private Fuzz(String parser) {
        this.parser = parser;
        this.corpus = Path.of("src/test/fuzz", parser);
    }

    public static Fuzz of(String parser) {
        return new Fuzz(parser);
    }

    /** What reads an input; what it declares to refuse, it catches itself. */
    public interface Parser<T> {
        void read(T input) throws Exception;
    }

    /** As the octets of a header: Latin-1. */
    public void headers(Parser<String> reader) {
        bytes(octets -> reader.read(new String(octets, StandardCharsets.ISO_8859_1)));
    }

    /** As text in UTF-8. */
    public void texts(Parser<String> reader) {
        bytes(octets -> reader.read(new String(octets, StandardCharsets.UTF_8)));
    }

    public void bytes(Parser<byte[]> reader) {
        List<byte[]> seeds = seeds();
        assertThat(seeds).as("the corpus in %s", corpus).isNotEmpty();
        SplittableRandom random = new SplittableRandom(SEED + parser.hashCode());
        FutureTask<Boolean> running = new FutureTask<>(() -> run(reader, seeds, random), true);
        new Thread(null, running, "fuzz-" + parser, STACK).start();
        try {
            assertThat(running.get()).isTrue();
        } catch (ExecutionException found) {
            throw found.getCause() instanceof AssertionError finding
                    ? finding
                    : new AssertionError(parser + ": " + found.getCause(), found);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void run(Parser<byte[]> reader, List<byte[]> seeds, SplittableRandom random) {
        seeds.forEach(seed -> tryOut(reader, seed));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        while (System.nanoTime() < end) {
            tryOut(reader, mutated(seeds, random));
        }
    }

    private void tryOut(Parser<byte[]> reader, byte[] input) {
        long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            reader.read(input);
        } catch (Exception | StackOverflowError | AssertionError undeclared) {
            throw finding(input, String.valueOf(undeclared), undeclared);
        }
        if (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began > SLOWEST_NANOS) {
            throw finding(input, "took more than " + SLOWEST_NANOS / 1_000_000 + " ms", null);
        }
    }

    private AssertionError finding(byte[] input, String what, @Nullable Throwable cause) {
        Path kept = corpus.resolve("found-" + HexFormat.of().toHexDigits(Arrays.hashCode(input)));
        try {
            Files.write(kept, input);
        } catch (IOException notKept) {
            what += " (not kept: " + notKept + ")";
        }
        String shown = what.length() > 300 ? what.substring(0, 300) : what;
        return new AssertionError(parser + ": " + shown + ", by " + kept + ", " + input.length + " bytes", cause);
    }

    private List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(corpus)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        return seeds;
    }

    private static byte[] mutated(List<byte[]> seeds, SplittableRandom random) {
        byte[] input = seeds.get(random.nextInt(seeds.size()));
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            input = once(input, seeds, random);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private static byte[] once(byte[] input, List<byte[]> seeds, SplittableRandom random) {
        int at = random.nextInt(input.length + 1);
        int to = random.nextInt(at, input.length + 1);
        return switch (random.nextInt(9)) {
            case 0 -> with(input, at, at, new byte[] {(byte) random.nextInt(256)});
            case 1 -> with(input, at, to, new byte[0]);
            case 2 -> {
                byte[] flipped = input.clone();
                if (at < flipped.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
            case 3, 4 -> with(input, at, at, word(random));
            case 5 -> with(input, at, to, word(random));
            case 6 -> { // what is there once is there very often
                byte[] part = Arrays.copyOfRange(input, at, Math.min(to, at + 1 + random.nextInt(8)));
                yield with(input, at, at, repeated(part, random));
            }
            case 7 -> with(input, at, at, repeated(word(random), random));
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                yield with(input, at, to, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
            }
        };
    }

    private static byte[] word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] repeated(byte[] part, SplittableRandom random) {
        int most = part.length == 0 ? 0 : LONGEST / part.length;
        int times = random.nextInt(4) == 0 ? most : Math.min(most, random.nextInt(200));
        byte[] all = new byte[part.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(part, 0, all, i * part.length, part.length);
        }
        return all;
    }

    private static byte[] with(byte[] input, int from, int to, byte[] instead) {
        byte[] made = new byte[input.length - (to - from) + instead.length];
        System.arraycopy(input, 0, made, 0, from);
        System.arraycopy(instead, 0, made, from, instead.length);
        System.arraycopy(input, to, made, from + instead.length, input.length - to);
        return made;
    }
}
