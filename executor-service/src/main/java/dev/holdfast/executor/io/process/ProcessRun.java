package dev.holdfast.executor.io.process;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.place.Placement;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `process.run`: runs a program to its end. How wide the gap is between doing and knowing depends on
/// the program, so the runbook says whether it is idempotent, checkable (by another program that
/// exits with 0 when it is done and with 1 when it is not) or manual. A run that outlived its executor is awaited, not doubled.
public final class ProcessRun implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final Launch launch;

    public ProcessRun(Set<String> operatorAllows) {
        this.launch = new Launch(operatorAllows);
    }

    @Override
    public String name() {
        return "process.run";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Launch.ARGUMENTS);
        all.addAll(Placement.ARGUMENTS);
        all.add(ArgumentForm.takes("exit-codes", ArgumentType.TEXTS));
        all.add(ArgumentForm.choice("repeat", "idempotent", "checkable", "manual"));
        all.add(ArgumentForm.takes("observe", ArgumentType.TEXTS));
        all.add(ArgumentForm.takes("loses-data", ArgumentType.TEXT));
        all.add(ArgumentForm.takes("takes", ArgumentType.DURATION));
        return all;
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        Map<String, String> wrong = new HashMap<>(Launch.wrong(with));
        Form repeat = with.get("repeat");
        boolean checkable = repeat != null && repeat.items().getFirst().text().equals("checkable");
        if (checkable && !with.containsKey("observe")) {
            wrong.put("repeat", "checkable needs `observe`, a program that exits with 0 when done");
        }
        Form codes = with.get("exit-codes");
        if (codes != null && codes.items().stream().anyMatch(t -> !t.text().matches("\\d{1,3}"))) {
            wrong.put("exit-codes", "exit codes are numbers from 0 to 255");
        }
        return wrong;
    }

    @Override
    public String target(Call call) {
        return "process " + call.scope().key();
    }

    @Override
    public Preview plan(Call call) {
        List<String> obstacles = new ArrayList<>(launch.obstacles(call));
        List<String> observe = call.texts("observe");
        if (!observe.isEmpty()) {
            obstacles.addAll(
                    launch.obstacles(call, observe.getFirst(), observe.subList(1, observe.size())));
        }
        Duration takes = call.duration("takes", Duration.ofSeconds(2));
        return Preview.of("run " + Launch.shown(call), repeat(call), takes)
                .losing(call.optional("loses-data").orElse(null))
                .hindered(obstacles);
    }

    private static Repeat repeat(Call call) {
        return Launch.repeat(call.text("repeat", "manual"));
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Command command = launch.command(call, effect);
        try {
            Optional<Finding> running = await(effect, command, effect.timeout());
            if (running.isPresent()) {
                return running.get();
            }
            long begun = System.nanoTime();
            Programs.Ended ended = Programs.run(command, effect.timeout());
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            Placement place = Placement.of(call);
            if (place.late(ended, took, effect.timeout()) && !good(call).contains(ended.code())) {
                return new Finding.Unsure(
                        "not over in time, so it was ended over there", ended.output());
            }
            return place.lost(ended) && !place.neverBegan(ended)
                    ? new Finding.Unsure("the way over ssh was lost", ended.output())
                    : Programs.judged(ended, good(call));
        } catch (Programs.Late e) {
            return new Finding.Unsure(
                    "%s within %s".formatted(e.getMessage(), Durations.show(effect.timeout())),
                    e.output());
        } catch (IOException e) {
            return new Finding.NotDone("could not be started: " + e.getMessage(), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while it ran", "");
        }
    }

    /// An earlier run of the same effect may have outlived its executor: it is awaited first. Empty
    /// when there is none, or when it has ended and may be repeated.
    private static Optional<Finding> await(Effect effect, Command command, Duration most)
            throws InterruptedException {
        Optional<ProcessHandle> earlier = Living.of(effect.key(), command.line());
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        CompletableFuture<ProcessHandle> end = earlier.get().onExit();
        try {
            end.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException | ExecutionException _) {
            return Optional.of(
                    new Finding.Unsure(
                            "process %d of an earlier attempt still runs"
                                    .formatted(earlier.get().pid()),
                            ""));
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        List<String> line = call.texts("observe");
        try {
            Optional<Finding> running =
                    await(effect, launch.command(call, effect), effect.timeout());
            if (running.isPresent()) {
                return running.get();
            }
            if (line.isEmpty()) {
                return new Finding.Unsure("there is no `observe` program to look with", "");
            }
            Command look =
                    Placement.of(call)
                            .wrapped(new Command(line, Launch.folder(call), call.table("env")));
            return seen(line, Programs.run(look, LOOK));
        } catch (IOException e) {
            return new Finding.Unsure("%s could not look: %s".formatted(line, e.getMessage()), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while looking", "");
        }
    }

    /// A look that went wrong is no "not done": what was done would be done again.
    private static Finding seen(List<String> line, Programs.Ended ended) {
        String how = "%s exits with %d".formatted(line, ended.code());
        return switch (ended.code()) {
            case 0 -> new Finding.Done("seen by %s\n%s".formatted(line, ended.output()));
            case 1 -> new Finding.NotDone(how, ended.output());
            default -> new Finding.Unsure(how, ended.output());
        };
    }

    private static List<Integer> good(Call call) {
        List<Integer> codes = call.texts("exit-codes").stream().map(Integer::parseInt).toList();
        return codes.isEmpty() ? List.of(0) : codes;
    }
}
