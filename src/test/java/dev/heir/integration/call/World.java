package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.SmallCache;
import dev.heir.integration.credential.Credentials;
import dev.heir.integration.credential.Redaction;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.KnownProjects;
import dev.heir.integration.provider.MonthlyUse;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.FleetClock;
import dev.heir.integration.quota.Granted;
import dev.heir.integration.quota.Moment;
import dev.heir.integration.quota.Quota;
import dev.heir.integration.quota.QuotaConfig;
import dev.heir.integration.quota.Shared;
import dev.heir.integration.quota.SharedStates;
import dev.heir.integration.quota.Waiting;
import dev.heir.integration.strike.Backoff;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.CircuitBreaker;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Window;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A world for calls without a network, a database or real time: what providers answer is scripted, time stands still. */
final class World {

    private static final Redaction REDACTION = new Hiding("s3cr3t");

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    /** No answer however long one waits. */
    static final Reply HANGS = new Reply.Lost("out of time", true);

    static final Project SHOP = new Project("shop", Tier.CRITICAL, Optional.empty());

    private final Map<String, Provider> providers = new HashMap<>();
    private final Map<String, Deque<Reply>> scripts = new HashMap<>();
    final List<Transport.Outgoing> sent = new ArrayList<>();
    final List<Duration> waits = new ArrayList<>();
    final List<CallRecord> ledger = new ArrayList<>();
    final Map<UUID, ParkedCall> parked = new HashMap<>();
    /** Parked calls whose sending was announced, in that order. */
    final List<UUID> began = new ArrayList<>();

    final Map<UUID, Optional<Ledger.Content>> completed = new HashMap<>();
    final KeptInMemory kept = new KeptInMemory(() -> this.clock.instant());
    final Map<String, Circuit> circuits = new HashMap<>();
    final Map<String, Window> windows = new HashMap<>();
    final Map<String, Instant> throttles = new HashMap<>();
    final Map<String, Integer> seen = new HashMap<>();
    /** How long tokens might have been waited for. */
    final List<Duration> signedWithin = new ArrayList<>();

    final List<String> refreshed = new ArrayList<>();
    /** What the fleet shares of each scope of limits. */
    final Map<String, Shared> shared = new HashMap<>();

    boolean usageWarning;
    /** What happens between the signature and the answer. */
    Runnable whileSending = () -> {};
    /** Another one when the credentials were put anew. */
    String credentialVersion = "1";
    /** What the ledger throws instead of recording. */
    Optional<RuntimeException> ledgerTrouble = Optional.empty();
    /** How often something can be asked of the database before it is away. */
    int reachable = Integer.MAX_VALUE;
    /** Whether the ledger waits until the database is back; else it is away for it as well. */
    boolean ledgerWaits;
    /** What nobody waits for, to be run by the test. */
    final Deque<Runnable> aside = new ArrayDeque<>();
    /** What happens just before a parked call's sending is announced. */
    Runnable beforeSending = () -> {};

    Map<String, Long> usedThisMonth = Map.of();
    /** Whose months were asked for, by any time in them. */
    final List<Instant> months = new ArrayList<>();
    /** How long each attempt takes. */
    Duration attemptTakes = Duration.ofMillis(10);
    /** How long it takes to have a credential's signature. */
    Duration signingTakes = Duration.ZERO;
    /** What else happens in the world while a request is on its way, one for each in turn. */
    final Deque<Runnable> meanwhile = new ArrayDeque<>();
    /** What happens while a call waits, one for each wait in turn. */
    final Deque<Runnable> whileWaiting = new ArrayDeque<>();

    final SteppingClock clock = new SteppingClock();
    private final CallConfig config = new Defaults();
    final Fleet fleet = new FakeFleet();
    final Calls calls;
    final DryRuns dryRuns;
    final Pages pages;
    final Once once;
    final FakeKeys keys;
    final ParkedFinisher finisher;
    final Replays replays;
    final Relays relays;
    /** How WebSockets ended, as the ledger was told. */
    final List<String> ended = new ArrayList<>();

    final CallBatch batch;
    private final FakeParked waitingRoom = new FakeParked();

    World() {
        this(1);
    }

    /** @param chance what all jitter comes from */
    World(long chance) {
        this(chance, World::inOurHands);
    }

    /**
     * What lies around calls: in our hands, or real.
     *
     * @param month what a provider's month has had
     */
    record Around(
            Clock clock,
            Transport transport,
            Quota quota,
            MonthlyUse month,
            Ledger ledger,
            KeptAnswers answers,
            Pause pause) {}

    private Around inOurHands() {
        var fleetTime = new FleetClock(
                clock, () -> Duration.between(NOON, clock.instant()).toNanos());
        Quota quota =
                new Quota(new SharedInMemory(fleetTime), fleetTime, new WaitingHere(), new QuotaDefaults(), clock);
        return new Around(clock, this::send, quota, new FakeMonth(), new FakeLedger(), kept, this::sleep);
    }

    World(long chance, Function<World, Around> surroundings) {
        Around around = surroundings.apply(this);
        Clock time = around.clock();
        var random = new SplittableRandom(chance);
        Wire wire = new Wire(around.transport(), new Registry(), time, REDACTION);
        Credentials credentials = new FakeCredentials();
        Means means = new Means(
                time,
                random,
                around.pause(),
                config,
                fleet,
                credentials,
                REDACTION,
                wire,
                around.quota(),
                new Hedging(),
                new ParkedRoom(waitingRoom, config, time));
        Providers registry = new Registry();
        ObjectMapper json = new ObjectMapper();
        Places places = new Places(credentials);
        CacheMeters meters = new CacheMeters(new SimpleMeterRegistry());
        Kept looking = new Kept(around.answers(), places, means, meters, Runnable::run);
        Keeping keeping = new Keeping(around.answers(), looking, places, means, meters, new SmallCache());
        StrikeOne tiers = new LoopedTiers();
        StrikeTwo strikeTwo = new StrikeTwo(means, tiers, registry, looking, new Mapped(json), new JsonBody(json));
        Metering metering =
                new Metering(around.month(), (body, parts) -> Optional.of((long) Objects.hash(body.text(), parts)));
        Bookkeeping bookkeeping = new Bookkeeping(
                means,
                (signature, window) -> {
                    reach();
                    return seen.merge(signature, 1, Integer::sum) - 1;
                },
                metering);
        Ledger book = around.ledger();
        kept.reach = this::reach;
        Planner planner = new Planner(config, time, random);
        relays = new Relays(means, book, new SocketMeters(new SimpleMeterRegistry()), new SocketDefaults());
        calls = new Calls(registry, planner, means, looking, keeping, aside::add, tiers, strikeTwo, bookkeeping, book);
        pages = new Pages(calls, config, time);
        dryRuns = new DryRuns(calls, means, looking, tiers, metering);
        keys = new FakeKeys(time);
        once = new Once(calls, keys, time);
        finisher = new ParkedFinisher(
                waitingRoom,
                registry,
                new KnownProjects(List.of(SHOP)),
                planner,
                calls,
                means,
                bookkeeping,
                book,
                new Endings());
        Later later = new Later(
                once, calls, book, new ParkedHands(finisher, config), new Endings(), config, new QuotaDefaults(), time);
        replays = new Replays(book, calls, later, config, time);
        batch = new CallBatch(later, calls, config, time);
    }

    /** Registers a provider by its document. */
    World provider(String id, Map<String, ?> document) {
        providers.put(id, ProviderDocument.read(id, document));
        return this;
    }

    /** What a base URL answers next, in turn; the last answer is given for ever. */
    World script(String target, Reply... replies) {
        scripts.put(target, new ArrayDeque<>(List.of(replies)));
        return this;
    }

    static Reply.Responded answer(int status, String body, String... headers) {
        Map<String, List<String>> map = new HashMap<>();
        map.put("content-type", List.of("application/json"));
        for (int i = 0; i < headers.length; i += 2) {
            map.computeIfAbsent(headers[i], _ -> new ArrayList<>()).add(headers[i + 1]);
        }
        return new Reply.Responded(status, map, Body.of(body), NOON);
    }

    Answer answered(CallRequest request) {
        return switch (calls.answer(SHOP, request)) {
            case Outcome.Answered answered -> answered.answer();
            case Outcome.Unanswered unanswered -> throw new AssertionError("unanswered: " + unanswered);
        };
    }

    Outcome.Unanswered unanswered(CallRequest request) {
        return switch (calls.answer(SHOP, request)) {
            case Outcome.Answered answered -> throw new AssertionError("answered: " + answered);
            case Outcome.Unanswered unanswered -> unanswered;
        };
    }

    CallRecord recorded() {
        return ledger.getLast();
    }

    private void reach() {
        if (reachable <= 0) {
            throw new Ledger.LedgerUnavailable("the database is away", new SQLException("no connection"));
        }
        reachable--;
    }

    /** The id of some call. */
    UUID call() {
        return CallId.at(clock.instant(), new SplittableRandom(7));
    }

    private Reply send(Transport.Outgoing request) {
        if (!request.timeout().isPositive()) {
            return new Reply.NotSent("no connection within the attempt's time", true);
        }
        sent.add(request);
        whileSending.run();
        Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
        Deque<Reply> script = scripts.entrySet().stream()
                .filter(entry -> request.uri().toString().startsWith(entry.getKey()))
                .max(Comparator.comparing(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElseThrow(() -> new AssertionError("nothing scripted for " + request.uri()));
        Reply reply = script.size() > 1 ? script.removeFirst() : script.getFirst();
        clock.forward(reply == HANGS ? request.timeout() : attemptTakes);
        return reply instanceof Reply.Responded responded
                ? new Reply.Responded(responded.status(), responded.headers(), responded.body(), clock.instant())
                : reply;
    }

    private void sleep(Duration time) {
        waits.add(time);
        clock.forward(time);
        Optional.ofNullable(whileWaiting.poll()).ifPresent(Runnable::run);
    }

    /** Time that moves only when a test, a wait or an attempt moves it. */
    static final class SteppingClock extends Clock {
        private Instant now = NOON;

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** The tiers of {@code outbound}, without the annotations. */
    private static final class LoopedTiers implements StrikeOne {
        @Override
        public Policy policy(Tier tier) {
            return switch (tier) {
                case CRITICAL -> new Policy(4, Backoff.exponential(Duration.ofMillis(200), Duration.ofSeconds(5)));
                case IMPORTANT -> new Policy(2, Backoff.linear(Duration.ofMillis(250), Duration.ofSeconds(2)));
                case NICE_TO_HAVE -> new Policy(1, Backoff.minimal(Duration.ofMillis(100)));
            };
        }

        @Override
        public End climb(Tier tier, Attempts attempts) {
            int retries = policy(tier).retries();
            Backoff backoff = policy(tier).backoff();
            for (int retry = 0; ; retry++) {
                try {
                    return attempts.once(backoff);
                } catch (Again again) {
                    if (retry == retries) {
                        return attempts.spent();
                    }
                    attempts.pause();
                }
            }
        }
    }

    /** What the fleet shares of its quota, with this world as the whole fleet. */
    private final class SharedInMemory implements SharedStates {
        private final FleetClock fleetTime;

        SharedInMemory(FleetClock fleetTime) {
            this.fleetTime = fleetTime;
        }

        @Override
        public Granted change(String scope, Transition transition) {
            reach();
            Granted granted = transition.apply(read(scope), Moment.exactly(clock.instant()));
            fleetTime.read(fleetTime.asked(), clock.instant());
            shared.put(scope, granted.after());
            return granted;
        }

        @Override
        public List<Named> page(Optional<String> provider, Optional<String> after, int size) {
            return List.of();
        }

        @Override
        public Shared read(String scope) {
            return shared.getOrDefault(scope, Shared.NEW);
        }
    }

    /** What is remembered of a month is as old as a test wants it; places are given in order. */
    private final class FakeMonth implements MonthlyUse {
        private final Map<String, Long> counted = new HashMap<>();

        @Override
        public Map<String, Long> units(String provider, Instant at) {
            reach();
            months.add(at);
            return usedThisMonth;
        }

        @Override
        public Map<String, Long> count(String provider, Instant at, Map<String, Long> units) {
            reach();
            Map<String, Long> before = new HashMap<>();
            units.forEach((unit, count) -> {
                long place = Math.max(counted.getOrDefault(unit, 0L), usedThisMonth.getOrDefault(unit, 0L));
                before.put(unit, place);
                counted.put(unit, place + count);
            });
            return before;
        }
    }

    private final class WaitingHere implements Waiting {
        @Override
        public void during(Duration time) {
            sleep(time);
        }

        @Override
        public void aside(Runnable work) {
            try {
                work.run();
            } catch (Ledger.LedgerUnavailable away) { // on a thread of its own nobody hears of it
                assertThat(reachable).isZero();
            }
        }
    }

    private static final class QuotaDefaults implements QuotaConfig {
        @Override
        public boolean livesOn() {
            return false;
        }

        @Override
        public String settleIdleEvery() {
            return "off";
        }
    }

    private final class Registry implements Providers {
        @Override
        public Optional<Provider> find(String id) {
            return Optional.ofNullable(providers.get(id));
        }

        @Override
        public List<Provider> all() {
            return List.copyOf(providers.values());
        }
    }

    private final class FakeCredentials implements Credentials {
        @Override
        public Optional<Signature> sign(String id, Duration atMost) {
            signedWithin.add(atMost);
            clock.forward(signingTakes);
            return id.equals("lost")
                    ? Optional.empty()
                    : Optional.of(new Signature(Map.of("authorization", "Bearer s3cr3t-" + id), Map.of()));
        }

        @Override
        public Optional<Signature> outline(String id) {
            return id.equals("lost")
                    ? Optional.empty()
                    : Optional.of(new Signature(Map.of("Authorization", "[secret]"), Map.of("key", "[secret]")));
        }

        @Override
        public String version(String id) {
            return credentialVersion;
        }

        @Override
        public Optional<Signature> refresh(String id, Signature refused, Duration atMost) {
            signedWithin.add(atMost);
            refreshed.add(id);
            return id.equals("fixed")
                    ? Optional.empty()
                    : Optional.of(new Signature(Map.of("authorization", "Bearer renewed"), Map.of()));
        }
    }

    private final class FakeFleet implements Fleet {
        private final Map<String, Instant> quiet = new HashMap<>();
        private final Map<String, Instant> leases = new HashMap<>();

        @Override
        public View view(String provider, String target, Optional<String> credential) {
            reach();
            Window all = windows.values().stream().reduce(Window.EMPTY, Window::plus);
            return new View(
                    circuit(target),
                    circuit(target) instanceof Circuit.Closed
                            ? Optional.empty()
                            : Optional.ofNullable(quiet.get(target)),
                    windows.getOrDefault(target, Window.EMPTY),
                    all,
                    Optional.ofNullable(throttles.get(provider + credential.orElse(""))),
                    usageWarning);
        }

        @Override
        public void count(String provider, String target, Window attempt) {
            windows.merge(target, attempt, Window::plus);
        }

        @Override
        public void open(String provider, String target, Instant until, boolean asked) {
            reach();
            if (asked) {
                quiet.merge(target, until, (a, b) -> a.isAfter(b) ? a : b);
            } else if (!(circuits.get(target) instanceof Circuit.Open)) {
                quiet.remove(target);
            }
            circuits.compute(target, (_, was) -> switch (was) {
                case Circuit.Open(Instant since, Instant before) ->
                    new Circuit.Open(since, before.isAfter(until) ? before : until);
                case Circuit.HalfOpen(Instant since, int _) -> new Circuit.Open(since, until);
                case null, default -> new Circuit.Open(clock.instant(), until);
            });
        }

        @Override
        public boolean claimProbe(String target, Duration attempt) {
            reach();
            return switch (CircuitBreaker.STANDARD.at(circuit(target), clock.instant())) {
                case Circuit.Closed _ -> true;
                case Circuit.Open _ -> false;
                case Circuit.HalfOpen(Instant since, int left) -> {
                    if (left > 0) {
                        circuits.put(target, new Circuit.HalfOpen(since, left - 1));
                        leases.merge(target, clock.instant().plus(attempt), (a, b) -> a.isAfter(b) ? a : b);
                    }
                    yield left > 0;
                }
            };
        }

        /** As it is told: one whose probes were not heard of in time may be probed anew. */
        private Circuit circuit(String target) {
            Circuit stored = circuits.getOrDefault(target, new Circuit.Closed());
            Instant lease = leases.getOrDefault(target, Instant.MAX);
            return stored instanceof Circuit.HalfOpen(Instant since, int _) && !lease.isAfter(clock.instant())
                    ? new Circuit.Open(since, lease)
                    : stored;
        }

        @Override
        public void close(String target) {
            reach();
            if (circuits.get(target) instanceof Circuit.HalfOpen) {
                circuits.put(target, new Circuit.Closed());
            }
        }

        @Override
        public void throttle(String provider, Optional<String> credential, Instant until) {
            reach();
            throttles.put(provider + credential.orElse(""), until);
        }

        @Override
        public void warn(String provider, Optional<String> credential, Instant until) {
            reach();
            usageWarning = true;
        }
    }

    private final class FakeLedger implements Ledger {
        final Map<DprId, CallRecord.Strike> broken = new HashMap<>();

        @Override
        public void brokeOff(DprId call, CallRecord.Strike how) {
            broken.put(call, how);
        }

        @Override
        public void ended(DprId call, Duration took, String words, Optional<CallRecord.Attempt> failure) {
            ended.add(words + failure.map(one -> " at " + one.target()).orElse(""));
        }

        @Override
        public DprId record(CallRecord call, Optional<ParkedCall> waiting, Optional<CallerKeys.End> key) {
            reachOrWait();
            key.ifPresent(end -> keys.end(end, new Recorded(id(call, ledger.size() + 1), call, Optional.empty())));
            ledger.add(call);
            waiting.ifPresent(one -> parked.put(one.call(), one));
            return id(call, ledger.size());
        }

        @Override
        public Optional<CallRequest> asked(Recorded recorded) {
            return recorded.call().asked().kept();
        }

        @Override
        public Optional<Recorded> find(String project, String dprId) {
            return IntStream.range(0, ledger.size())
                    .mapToObj(n -> new Recorded(id(ledger.get(n), n + 1), ledger.get(n), Optional.empty()))
                    .filter(recorded -> recorded.id().toString().equals(dprId))
                    .findFirst();
        }

        private void reachOrWait() {
            ledgerTrouble.ifPresent(trouble -> {
                throw trouble;
            });
            if (!ledgerWaits) {
                reach();
            }
        }

        private static DprId id(CallRecord call, int step) {
            return new DprId(call.project(), call.kind(), call.tool(), step);
        }

        @Override
        public void postpone(CallRecord call, ParkedCall waiting) {
            reachOrWait();
            ledger.add(call);
            waitingRoom.postpone(waiting);
        }

        @Override
        public void complete(CallRecord call, Optional<Content> answer) {
            reachOrWait();
            ledger.add(call);
            parked.remove(call.id());
            completed.put(call.id(), answer);
        }
    }

    private final class FakeParked implements ParkedCalls {
        private final Map<UUID, Instant> leases = new HashMap<>();

        @Override
        public Optional<ParkedCall> take(Duration lease) {
            reach();
            Optional<ParkedCall> due = parked.values().stream()
                    .filter(call -> !call.notBefore().isAfter(clock.instant()))
                    .filter(call ->
                            !leases.getOrDefault(call.call(), Instant.MIN).isAfter(clock.instant()))
                    .min(Comparator.comparing(ParkedCall::notBefore).thenComparing(ParkedCall::call))
                    .map(call -> with(call, call.notBefore(), call.tries() + 1, call.sendBegan()));
            due.ifPresent(call -> {
                leases.put(call.call(), clock.instant().plus(lease));
                parked.put(call.call(), call);
            });
            return due;
        }

        @Override
        public boolean hold(ParkedCall taken, Duration lease) {
            reach();
            if (isHeld(taken)) {
                leases.put(taken.call(), clock.instant().plus(lease));
            }
            return isHeld(taken);
        }

        @Override
        public boolean begin(ParkedCall taken, Duration lease) {
            reach();
            beforeSending.run();
            if (!isHeld(taken)) {
                return false;
            }
            began.add(taken.call());
            leases.put(taken.call(), clock.instant().plus(lease));
            parked.put(
                    taken.call(),
                    new ParkedCall(
                            taken.call(),
                            taken.project(),
                            taken.request(),
                            taken.tier(),
                            taken.notBefore(),
                            taken.tries(),
                            taken.refusals(),
                            true,
                            taken.untried(),
                            taken.firstSent().or(() -> Optional.of(clock.instant()))));
            return true;
        }

        @Override
        public int waiting(String project, int most) {
            return (int) parked.values().stream()
                    .filter(call -> call.project().equals(project))
                    .count();
        }

        @Override
        public void putBack(ParkedCall taken) {
            reach();
            postpone(taken);
        }

        void postpone(ParkedCall waiting) {
            if (isHeld(waiting)) {
                leases.remove(waiting.call());
                parked.put(waiting.call(), waiting);
            }
        }

        private boolean isHeld(ParkedCall taken) {
            return Optional.ofNullable(parked.get(taken.call()))
                    .filter(row -> row.tries() == taken.tries())
                    .isPresent();
        }

        private static ParkedCall with(ParkedCall call, Instant notBefore, int tries, boolean sendBegan) {
            return new ParkedCall(
                    call.call(),
                    call.project(),
                    call.request(),
                    call.tier(),
                    notBefore,
                    tries,
                    call.refusals(),
                    sendBegan,
                    call.untried(),
                    call.firstSent());
        }
    }

    private static final class SocketDefaults implements SocketConfig {
        @Override
        public int most() {
            return 2;
        }

        @Override
        public long largestMessage() {
            return 1000;
        }

        @Override
        public Duration idle() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration longest() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration farewell() {
            return Duration.ofMillis(500);
        }
    }

    static final class Defaults implements CallConfig {
        @Override
        public Deadline deadline() {
            return new Deadline() {
                @Override
                public Duration critical() {
                    return Duration.ofSeconds(20);
                }

                @Override
                public Duration important() {
                    return Duration.ofSeconds(10);
                }

                @Override
                public Duration niceToHave() {
                    return Duration.ofSeconds(5);
                }

                @Override
                public Duration longest() {
                    return Duration.ofMinutes(5);
                }
            };
        }

        @Override
        public Events events() {
            return new Events() {
                @Override
                public Duration pause() {
                    return Duration.ofSeconds(1);
                }

                @Override
                public Duration longestPause() {
                    return Duration.ofSeconds(30);
                }

                @Override
                public int mostInVain() {
                    return 5;
                }

                @Override
                public int largestHeld() {
                    return 64;
                }
            };
        }

        @Override
        public Duration leastAttempt() {
            return Duration.ofMillis(50);
        }

        @Override
        public Duration fairAttempt() {
            return Duration.ofSeconds(3);
        }

        @Override
        public Duration slowCall() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration sustainedOutage() {
            return Duration.ofMinutes(5);
        }

        @Override
        public Duration signatureWindow() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Duration longestStale() {
            return Duration.ofHours(24);
        }

        @Override
        public Duration keepEvery() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Recording recordRequests() {
            return Recording.UNANSWERED;
        }

        @Override
        public int largestRecorded() {
            return 65536;
        }

        @Override
        public int mostPages() {
            return 1000;
        }

        @Override
        public int largestPaged() {
            return 33_554_432;
        }

        @Override
        public int largestBatch() {
            return 100;
        }

        @Override
        public int batchAtOnce() {
            return 16;
        }

        @Override
        public Duration parkedLease() {
            return Duration.ofMinutes(2);
        }

        /** One after the other, so that a test's time moves in one line. */
        @Override
        public int parkedAtOnce() {
            return 1;
        }

        @Override
        public Duration longestParked() {
            return Duration.ofDays(7);
        }

        @Override
        public int largestKeyed() {
            return 1_000;
        }

        @Override
        public int mostParked() {
            return 3;
        }

        @Override
        public Duration longestQuiet() {
            return Duration.ofDays(31);
        }

        @Override
        public int mostRefusals() {
            return 10;
        }

        @Override
        public String finishParkedEvery() {
            return "off";
        }
    }
}
