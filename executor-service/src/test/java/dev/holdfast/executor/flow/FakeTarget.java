package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A target that records every effect with its key and epoch, and can be told how to answer. It
/// checks keys only when it is asked to look, as most real ones.
public final class FakeTarget implements UndoableAction, RecordingAction {
    /// How the target answers the next effect of a step.
    public enum Answer {
        DONE,
        REFUSES,
        /// It does it, but the answer is lost.
        DONE_UNHEARD,
        /// It does nothing, and the answer is lost.
        IGNORED_UNHEARD
    }

    public record Seen(String step, String key, long epoch, int attempt) {}

    private final List<Seen> effects = new ArrayList<>();
    private final List<String> undone = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private String state = "as it was";
    private List<String> obstacles = List.of();
    private boolean reachable = true;
    private boolean fencing;
    private boolean breaking;

    /// Whether nothing can be lost by it.
    boolean harmless;

    private boolean keyed;
    private long highest;
    private Runnable during = () -> {};
    private Runnable duringKeep = () -> {};
    private final List<String> kept = new ArrayList<>();
    private boolean keeps = true;

    public void answers(String step, Answer... next) {
        answers.computeIfAbsent(step, _ -> new ArrayDeque<>()).addAll(List.of(next));
    }

    public void state(String now) {
        state = now;
    }

    public void obstacles(String... now) {
        obstacles = List.of(now);
    }

    public void reachable(boolean now) {
        reachable = now;
    }

    @Override
    public boolean losesNothing() {
        return harmless;
    }

    /// From now on planning it goes wrong, with its arguments in the message.
    public void breaks() {
        breaking = true;
    }

    /// From now on it refuses whoever comes with a lower epoch than it has seen.
    public void fencing() {
        fencing = true;
    }

    /// From now on it knows keys: what came before under the same key is answered, not done again.
    public void keyed() {
        keyed = true;
    }

    /// Runs in the middle of the next effect.
    public void during(Runnable what) {
        during = what;
    }

    /// What is kept of releases, as `component release: state`.
    public List<String> kept() {
        return List.copyOf(kept);
    }

    /// Whether it can keep anything from now on.
    public void keeps(boolean now) {
        keeps = now;
    }

    /// Runs in the middle of the next keep.
    public void duringKeep(Runnable what) {
        duringKeep = what;
    }

    @Override
    public String release(Call call) {
        return call.text("release", "");
    }

    @Override
    public Finding keep(Call call, boolean anew) {
        Runnable now = duringKeep;
        duringKeep = () -> {};
        now.run();
        if (!keeps) {
            return new Finding.Unsure("no answer", "");
        }
        String name = call.component() + " " + call.text("release") + ": ";
        if (kept.stream().noneMatch(k -> k.startsWith(name))) {
            kept.add(name + state);
        }
        return new Finding.Done("kept");
    }

    @Override
    public Finding kept(Call call) {
        return kept.stream()
                .filter(k -> k.startsWith(record(call)))
                .findFirst()
                .map(k -> new Finding.Done("kept", Map.of(RECORD, k)))
                .orElseGet(() -> new Finding.Done("nothing is kept"));
    }

    @Override
    public Finding putBack(Call call, @Nullable String record) {
        kept.removeIf(k -> k.startsWith(record(call)));
        if (record != null) {
            kept.add(record);
        }
        return new Finding.Done("as it was");
    }

    private static String record(Call call) {
        return call.component() + " " + call.text("release") + ": ";
    }

    /// A person has done it without us.
    public void doneByHand(String key) {
        keys.add(key);
    }

    public List<Seen> effects() {
        return List.copyOf(effects);
    }

    public List<String> steps() {
        return effects.stream().map(Seen::step).toList();
    }

    public List<String> undone() {
        return List.copyOf(undone);
    }

    @Override
    public String name() {
        return "fake.do";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(
                ArgumentForm.choice("repeat", "idempotent", "checkable", "manual"),
                ArgumentForm.takes("what", ArgumentType.TEXT),
                ArgumentForm.takes("release", ArgumentType.TEXT),
                ArgumentForm.takes("loses-data", ArgumentType.TEXT));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("result");
    }

    @Override
    public String target(Call call) {
        return ("fake " + call.text("what", "")).strip();
    }

    @Override
    public Preview plan(Call call) {
        if (breaking) {
            throw new IllegalStateException("cannot plan " + call.text("what"));
        }
        String repeat = call.text("repeat", "checkable").toUpperCase(Locale.ROOT);
        return Preview.of("do " + call.shown("what"), Repeat.valueOf(repeat), Duration.ofSeconds(1))
                .losing(call.optional("loses-data").orElse(null))
                .moving(Map.of("fake", state), Map.of())
                .hindered(obstacles);
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Runnable now = during;
        during = () -> {};
        now.run();
        if (fencing && effect.epoch() < highest) {
            return new Finding.NotDone("epoch %d is over".formatted(effect.epoch()), "");
        }
        highest = Math.max(highest, effect.epoch());
        Deque<Answer> mine = answers.getOrDefault(call.step(), new ArrayDeque<>());
        return switch (mine.isEmpty() ? Answer.DONE : mine.removeFirst()) {
            case DONE -> {
                does(call, effect);
                yield new Finding.Done(
                        "did " + call.text("what", ""),
                        Map.of("result", "result of " + call.step()));
            }
            case REFUSES -> new Finding.NotDone("the target refuses", "");
            case DONE_UNHEARD -> {
                does(call, effect);
                yield new Finding.Unsure("the answer was lost", "");
            }
            case IGNORED_UNHEARD -> new Finding.Unsure("the answer was lost", "");
        };
    }

    private void does(Call call, Effect effect) {
        if (keyed && keys.contains(effect.key())) {
            return;
        }
        effects.add(new Seen(call.step(), effect.key(), effect.epoch(), effect.attempt()));
        keys.add(effect.key());
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        if (!reachable) {
            return new Finding.Unsure("the target is not reachable", "");
        }
        return keys.contains(effect.key())
                ? new Finding.Done("seen", Map.of("result", "result of " + call.step()))
                : new Finding.NotDone("not there", "");
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        if (!undone.contains(call.step())) {
            undone.add(call.step());
        }
        return new Finding.Done("undone");
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return undone.contains(call.step())
                ? new Finding.Done("seen undone")
                : new Finding.NotDone("not undone", "");
    }
}
