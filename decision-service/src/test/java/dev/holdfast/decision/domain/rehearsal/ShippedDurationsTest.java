package dev.holdfast.decision.domain.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.State;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.policy.Row;
import dev.holdfast.decision.domain.policy.Stage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The packs of the five procedures as they are shipped. Each row of each matrix is expected by a test
/// of the pack; from there everybody falls silent and time goes on, deadline by deadline: a tick
/// before each nothing happens, on it something does.
final class ShippedDurationsTest {
    private static final Path PACKS = Path.of("..", "deploy", "packs");
    private static final Duration TICK = Duration.ofNanos(1);
    private static final Duration ANSWERED = Duration.ofSeconds(65);
    private static final int MOST_DEADLINES = 14;

    @ParameterizedTest
    @ValueSource(strings = {"africanmarket", "azora", "ecommerce", "mgmt-vibe", "my-store"})
    void every_row_has_its_test_and_every_duration_its_tick(String name) throws IOException {
        PackFiles pack = PackFiles.read(name, PACKS.resolve(name));
        Policy policy = PolicyFile.read(pack, new Problems()).orElseThrow();
        Set<String> rows = new TreeSet<>();
        Set<String> ticks = new TreeSet<>();
        for (String text : texts(name)) {
            assertThat(DecisionTests.run(pack, name, text).problems()).isEmpty();
            for (boolean answers : new boolean[] {true, false}) {
                for (DecisionTest test : tests(text, answers)) {
                    Trial trial = new Trial(policy, name, test);
                    trial.begin();
                    goesOn(trial.rehearsal(), test, answers, ticks);
                    trial.rehearsal().told().stream()
                            .filter(DecisionMade.class::isInstance)
                            .map(e -> String.valueOf(((DecisionMade) e).row()))
                            .forEach(rows::add);
                }
            }
        }
        assertThat(missing(policy.matrix().stream().map(Row::name).toList(), rows)).isEmpty();
        assertThat(missing(wanted(policy), ticks)).isEmpty();
    }

    private static Set<String> missing(Collection<String> wanted, Set<String> seen) {
        Set<String> left = new TreeSet<>(wanted);
        left.removeAll(seen);
        return left;
    }

    private static List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(PACKS.resolve(name).resolve("tests"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                if (DecisionTests.recognises(text)) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private static List<DecisionTest> tests(String text, boolean answers) {
        String said = answers ? text : text.replace("  - name:", "  - answers: false\n    name:");
        YamlValue root = YamlFile.parse("tests", said, new Problems()).orElseThrow();
        return root.map().required(DecisionTests.KEY).list().stream()
                .map(v -> DecisionTest.read(v.map()))
                .toList();
    }

    private static void goesOn(Rehearsal r, DecisionTest test, boolean answers, Set<String> ticks) {
        Instant start = r.now();
        r.until(start);
        for (int i = 0; i < MOST_DEADLINES; i++) {
            Optional<Incident> open = r.incident().filter(Incident::isOpen);
            State state = open.map(Incident::state).orElse(null);
            Instant deadline = state == null ? null : state.deadline();
            Optional<Instant> next =
                    test.events().stream()
                            .map(e -> start.plus(e.at()))
                            .filter(at -> at.isAfter(r.now()))
                            .min(Comparator.naturalOrder())
                            .filter(at -> deadline == null || !at.isAfter(deadline));
            if (next.isPresent()) {
                r.until(next.get());
            } else if (state == null || deadline == null || !deadline.isAfter(r.now())) {
                return;
            } else if (answers && answered(state)) {
                r.until(r.now().plus(ANSWERED));
            } else {
                tick(state).ifPresent(ticks::add);
                r.until(deadline.minus(TICK));
                assertThat(r.incident().map(Incident::state)).as("a tick early").contains(state);
                r.until(deadline);
                assertThat(r.incident().map(Incident::state).filter(state::equals))
                        .as("on the tick")
                        .isEmpty();
            }
        }
    }

    /// Another service ends it before its deadline, where one answers.
    private static boolean answered(State state) {
        return state instanceof State.Planning
                || state instanceof State.RollingBack
                || state instanceof State.Verifying;
    }

    private static Optional<String> tick(State state) {
        return switch (state) {
            case State.Watching w when !w.over() ->
                    Optional.of("watch " + Duration.between(w.since(), w.until()));
            case State.AwaitingApproval a -> {
                Stage stage = a.question().stages().get(a.question().stage());
                yield Optional.of("%s within %s".formatted(stage.roles(), stage.within()));
            }
            default -> Optional.empty();
        };
    }

    /// Each time to watch, and each time that people have who are asked.
    private static Set<String> wanted(Policy policy) {
        Set<String> all = new TreeSet<>();
        policy.matrix().stream()
                .filter(row -> !row.watch().isZero())
                .forEach(row -> all.add("watch " + row.watch()));
        policy.authority().stream()
                .flatMap(rule -> rule.stages().stream())
                .map(s -> s.stage())
                .filter(s -> s.kind() != Stage.Kind.INFORM)
                .forEach(s -> all.add("%s within %s".formatted(s.roles(), s.within())));
        return all;
    }
}
