package dev.holdfast.executor.io.compose;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.compose.Project.Container;
import dev.holdfast.executor.io.place.Bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `compose.up`, `compose.restart`, `compose.stop`: single services, without those they depend on.
/// `up` replaces a container only where its image or settings are others, so it is idempotent, and is
/// done when each runs the image that its name means now and says it is healthy.
public final class ComposeUp implements EffectAction {
    private static final long PAUSE_MILLIS = 300;

    /// What is to become of the services.
    private enum Deed {
        UP,
        RESTART,
        STOP
    }

    private final Bench bench;
    private final Deed deed;

    private ComposeUp(Bench bench, Deed deed) {
        this.bench = bench;
        this.deed = deed;
    }

    public static ComposeUp up(Bench bench) {
        return new ComposeUp(bench, Deed.UP);
    }

    public static ComposeUp restart(Bench bench) {
        return new ComposeUp(bench, Deed.RESTART);
    }

    public static ComposeUp stop(Bench bench) {
        return new ComposeUp(bench, Deed.STOP);
    }

    private String word() {
        return deed.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String name() {
        return "compose." + word();
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> own = new ArrayList<>(Project.ARGUMENTS);
        own.add(ArgumentForm.needs("services", ArgumentType.TEXTS));
        return Bench.placed(own);
    }

    @Override
    public String target(Call call) {
        return "compose " + call.shown("folder");
    }

    @Override
    public boolean losesNothing() {
        return true;
    }

    @Override
    public Preview plan(Call call) {
        Project project = Project.of(bench, call);
        List<String> services = call.texts("services");
        Preview preview =
                Preview.of(
                                "%s %s of %s, nothing they depend on"
                                        .formatted(word(), services, project),
                                Repeat.IDEMPOTENT,
                                Duration.ofSeconds(15))
                        .down(Duration.ofSeconds(deed == Deed.STOP ? 0 : 5));
        List<String> obstacles = project.obstacles(services);
        if (services.isEmpty()) {
            obstacles.add("name the services: all of them is never meant");
        }
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                project.toString(),
                () -> {
                    List<String> known = project.services();
                    services.stream()
                            .filter(s -> !known.contains(s))
                            .forEach(s -> obstacles.add("there is no service '%s'".formatted(s)));
                    return preview.hindered(obstacles);
                });
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Project project = Project.of(bench, call);
                    List<String> words =
                            new ArrayList<>(
                                    switch (deed) {
                                        case UP -> List.of("up", "-d", "--no-deps", "--no-build");
                                        case RESTART -> List.of("restart");
                                        case STOP -> List.of("stop");
                                    });
                    words.addAll(call.texts("services"));
                    String output = project.run(effect, words);
                    return settled(project, call, effect, output);
                });
    }

    /// Waits until they are as they should be; a service that falls over is told with its last words.
    private Finding settled(Project project, Call call, Effect effect, String output)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + effect.timeout().toNanos() * 9 / 10;
        while (true) {
            Map<String, String> wrong = wrong(project, call);
            if (wrong.isEmpty()) {
                return new Finding.Done(
                        "%s: %s".formatted(word(), call.texts("services")) + "\n" + output);
            }
            if (System.nanoTime() > end) {
                return new Finding.NotDone("not there in time: " + wrong, logs(project, wrong));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static String logs(Project project, Map<String, String> wrong)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("logs", "--no-color", "--tail=50"));
        words.addAll(wrong.keySet());
        return project.ask(words);
    }

    /// By service, what is not as it should be.
    private Map<String, String> wrong(Project project, Call call)
            throws IOException, InterruptedException {
        Map<String, String> wrong = new TreeMap<>();
        for (String service : call.texts("services")) {
            List<Container> containers = project.containers(service);
            if (deed == Deed.STOP) {
                containers.stream()
                        .filter(c -> c.status().equals("running"))
                        .forEach(_ -> wrong.put(service, "runs still"));
                continue;
            }
            if (containers.isEmpty()) {
                wrong.put(service, "has no container");
            }
            for (Container c : containers) {
                if (!c.up()) {
                    wrong.put(service, "%s, health %s".formatted(c.status(), c.health()));
                } else if (!project.imageId(c.image()).equals(c.imageId())) {
                    wrong.put(service, "runs another image than %s is now".formatted(c.image()));
                }
            }
        }
        return wrong;
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Map<String, String> wrong = wrong(Project.of(bench, call), call);
                    return wrong.isEmpty()
                            ? new Finding.Done("they are so")
                            : new Finding.NotDone(wrong.toString(), "");
                });
    }
}
