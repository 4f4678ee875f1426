package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.memory.MemoryStore;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.io.ask.Ask;
import dev.holdfast.executor.io.verify.Verify;
import dev.holdfast.executor.io.wait.Wait;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An executor in memory: one thread, a clock that only moves when told, a target that remembers.
public final class House {
    public static final Scope SCOPE = Scope.of("shop", "production");
    static final String ROLLBACK = "0a1b2c3d-0000-8000-8000-000000000001";
    static final String INCIDENT = "shop-20260101-ab12";

    static final String PACK =
            """
            system: shop
            environments: {production: {components: [backend]}}
            variables: {home: /opt/shop}
            secrets: {token: "env:SHOP_TOKEN"}
            """;

    final MemoryHouse memory = new MemoryHouse(Instant.parse("2026-01-01T00:00:00Z"));
    final FakeTarget target = new FakeTarget();
    final Map<String, String> environment = new HashMap<>(Map.of("SHOP_TOKEN", "s3cr3t-canary"));
    final MemoryStore store;
    public final KillSwitch killSwitch;
    Guard guard = (_, _, _, touch) -> touch.get();

    /// Whether no target answers within the budget.
    boolean late;

    private final String runbooks;
    private List<Problem> problems = List.of();

    House(String runbooks) {
        store =
                memory.add(_ ->
                        new ExecutorDesk(
                                Actions.of(List.of(target, new Verify(), new Wait(), new Ask())),
                                this::secret,
                                new Lookout() {
                                    @Override
                                    public <T> List<T> all(
                                            List<java.util.function.Supplier<T>> looks,
                                            Duration budget,
                                            T late) {
                                        return looks.stream()
                                                .map(l -> House.this.late ? late : l.get())
                                                .toList();
                                    }
                                },
                                (target, limit, held, touch) ->
                                        guard.around(target, limit, held, touch)));
        killSwitch = new KillSwitch(store);
        this.runbooks = runbooks;
        offers(PackFiles.of("shop", Map.of("pack.yml", PACK, "runbooks.yml", runbooks)));
    }

    private void offers(PackFiles pack) {
        problems = store.desk().check(pack);
        memory.offer(pack);
        memory.publish(
                Scope.pack("shop"),
                new IncidentEvent.PackActivated("shop", pack.digest(), memory.now()));
    }

    /// The same pack in another version.
    void offersAgain() {
        String again = runbooks + "# again\n";
        offers(PackFiles.of("shop", Map.of("pack.yml", PACK, "runbooks.yml", again)));
        memory.passes(Duration.ofMillis(1));
    }

    private String secret(
            String name, dev.holdfast.backbone.pack.PackManifest.SecretReference reference) {
        String value = environment.get(reference.where());
        if (value == null) {
            throw new Secrets.Missing("secret '%s' is not set".formatted(name));
        }
        return value;
    }

    List<Problem> problems() {
        return problems;
    }

    /// Runbook `back` with these steps, as they stand under `steps:`, indented by 6.
    static House with(String head, String steps) {
        return waiting("0s", head, steps);
    }

    /// The same, with the time that the first effect waits for a snapshot.
    static House waiting(String snapshot, String head, String steps) {
        return new House(
                "runbooks:\n  back:\n    snapshot: {wait: %s}\n%s    steps:\n%s"
                        .formatted(snapshot, head, steps));
    }

    public static House with(String steps) {
        return with("", steps);
    }

    void proposed() {
        proposed(ROLLBACK, "1.4.1");
    }

    void proposed(String rollback, String to) {
        proposed(rollback, "back", Severity.P1, to);
    }

    void proposed(String rollback, String runbook, Severity severity, String to) {
        asks(
                new IncidentEvent.RollbackProposed(
                        INCIDENT,
                        rollback,
                        runbook,
                        severity,
                        new Release("backend", "1.5.0"),
                        new Release("backend", to),
                        memory.now().plusSeconds(5),
                        memory.now()));
    }

    RollbackEvent.PlanReady plan() {
        return last(RollbackEvent.PlanReady.class);
    }

    void ordered() {
        ordered(ROLLBACK, plan().hash(), new Authority("automatic", List.of()), minutes(2));
    }

    void ordered(String rollback, String hash, Authority authority, Duration within) {
        asks(
                new IncidentEvent.RollbackOrdered(
                        INCIDENT,
                        rollback,
                        hash,
                        new Release("backend", "1.5.0"),
                        new Release("backend", "1.4.1"),
                        authority,
                        memory.now().plus(within),
                        "test",
                        memory.now()));
    }

    /// The verifier has looked at how things are.
    void snapshotTaken() {
        asks(
                new VerificationEvent.SnapshotTaken(
                        INCIDENT, ROLLBACK, Map.of("orders", "7"), List.of(), memory.now()));
    }

    /// Planned and ordered, and so far done as it can be at once.
    void rollsBack() {
        proposed();
        ordered();
    }

    /// Published, and a moment later.
    void asks(Event event) {
        memory.publish(SCOPE, event);
        memory.passes(Duration.ofMillis(1));
    }

    void passes(Duration time) {
        memory.passes(time);
    }

    <E extends Event> E last(Class<E> type) {
        return memory.events(type).getLast();
    }

    <E extends Event> List<E> all(Class<E> type) {
        return memory.events(type);
    }

    /// Names of the events that the executor wrote, in order, packs aside.
    List<String> told() {
        return memory.log().stream()
                .map(e -> e.data())
                .filter(RollbackEvent.class::isInstance)
                .map(e -> e.getClass().getSimpleName())
                .filter(n -> !n.startsWith("Pack"))
                .toList();
    }

    Rollback rollback() {
        return new Archive(store).rollback(ROLLBACK).orElseThrow().rollback();
    }

    static Duration minutes(int n) {
        return Duration.ofMinutes(n);
    }

    static Duration seconds(int n) {
        return Duration.ofSeconds(n);
    }
}
