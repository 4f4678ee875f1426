package dev.holdfast.executor.io.process;

import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.place.Placement;
import dev.holdfast.executor.io.place.Places;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the actions that start a program have in common: how it is named, and what may be started.
final class Launch {
    static final List<ArgumentForm> ARGUMENTS =
            List.of(
                    ArgumentForm.needs("program", ArgumentType.TEXT),
                    ArgumentForm.takes("args", ArgumentType.TEXTS),
                    ArgumentForm.takes("folder", ArgumentType.PATH),
                    ArgumentForm.takes("env", ArgumentType.TABLE),
                    ArgumentForm.takes("user", ArgumentType.TEXT));

    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "dash", "zsh", "ksh", "fish", "csh", "tcsh", "busybox");
    private static final Set<String> DISGUISES = Set.of("env", "xargs", "eval", "exec");
    private static final String RUNUSER = "/usr/sbin/runuser";

    private final Set<String> operatorAllows;

    /// @param operatorAllows programs that the operator of this executor allows; empty for those that
    ///     packs allow
    Launch(Set<String> operatorAllows) {
        this.operatorAllows = Set.copyOf(operatorAllows);
    }

    /// What is wrong as it stands in the runbook.
    static Map<String, String> wrong(Map<String, Form> with) {
        Map<String, String> wrong = new HashMap<>();
        Form program = with.get("program");
        Form args = with.get("args");
        if (program != null && !program.items().isEmpty()) {
            List<String> texts =
                    args == null ? List.of() : args.items().stream().map(t -> t.text()).toList();
            shell(program.items().getFirst().text(), texts).ifPresent(p -> wrong.put("program", p));
        }
        return wrong;
    }

    /// Everything that stands in the way of starting it.
    List<String> obstacles(Call call) {
        List<String> obstacles = new ArrayList<>();
        Placement.wrong(call).ifPresent(obstacles::add);
        obstacles.addAll(obstacles(call, call.text("program"), call.texts("args")));
        call.optional("folder").ifPresent(f -> folder(call, f, obstacles));
        String user = call.text("user", "");
        if (!user.isEmpty() && !itself(user)) {
            boolean can = itself("root") && Files.isExecutable(Path.of(RUNUSER));
            if (!can || !user.matches("[a-z_][a-z0-9_-]{0,31}")) {
                obstacles.add("the executor cannot run programs as user '%s'".formatted(user));
            }
        }
        return obstacles;
    }

    List<String> obstacles(Call call, String program, List<String> args) {
        List<String> obstacles = new ArrayList<>();
        if (!call.allowed().program(program)) {
            obstacles.add("program %s is not allowed by the pack".formatted(program));
        } else if (!operatorAllows.isEmpty() && !operatorAllows.contains(program)) {
            obstacles.add("program %s is not allowed by this executor".formatted(program));
        }
        shell(program, args).ifPresent(obstacles::add);
        if (Placement.of(call).here() && found(program).isEmpty()) {
            obstacles.add("program %s is not there or cannot be run".formatted(program));
        }
        return obstacles;
    }

    Command command(Call call, Effect effect) {
        List<String> line = new ArrayList<>();
        String user = call.text("user", "");
        if (!user.isEmpty() && !itself(user)) {
            line.addAll(List.of(RUNUSER, "-u", user, "--"));
        }
        line.add(call.text("program"));
        line.addAll(call.texts("args"));
        Placement place = Placement.of(call);
        Map<String, String> environment = environment(call, effect);
        Command inner = new Command(line, folder(call), environment);
        // What runs elsewhere is found again here by whatever carries it there.
        return place.here()
                ? inner
                : new Command(
                        place.wrapped(inner, effect.timeout()).line(),
                        null,
                        Programs.marks(call.rollback(), effect));
    }

    static @org.jspecify.annotations.Nullable Path folder(Call call) {
        return call.optional("folder").map(Path::of).orElse(null);
    }

    static Map<String, String> environment(Call call, Effect effect) {
        Map<String, String> environment = new HashMap<>(call.table("env"));
        environment.putAll(Programs.marks(call.rollback(), effect));
        return environment;
    }

    /// The command as people see it.
    static String shown(Call call) {
        List<String> words = new ArrayList<>();
        words.add(call.shown("program"));
        words.addAll(call.shownAll("args"));
        String in = call.has("folder") ? " in " + call.shown("folder") : "";
        return words + in;
    }

    static Repeat repeat(String written) {
        return switch (written) {
            case "idempotent" -> Repeat.IDEMPOTENT;
            case "checkable" -> Repeat.CHECKABLE;
            default -> Repeat.MANUAL;
        };
    }

    private static void folder(Call call, String folder, List<String> obstacles) {
        if (!Placement.of(call).here()) {
            if (!call.allowed().path(folder)) {
                obstacles.add("%s is in none of the allowed folders".formatted(folder));
            }
            return;
        }
        Places.wrong(call.allowed(), folder).ifPresent(obstacles::add);
        if (!Files.isDirectory(Path.of(folder))) {
            obstacles.add("folder %s is not there".formatted(folder));
        }
    }

    private static Optional<String> shell(String program, List<String> args) {
        String name = program.substring(program.lastIndexOf('/') + 1);
        boolean commands = args.stream().anyMatch(a -> a.matches("-[a-z]*c[a-z]*"));
        boolean disguised = DISGUISES.contains(name);
        return (SHELLS.contains(name) && commands) || disguised
                ? Optional.of(
                        "'%s' would run whatever text it is given; name the program itself"
                                .formatted(program))
                : Optional.empty();
    }

    private static Optional<Path> found(String program) {
        Stream<String> places =
                program.contains("/")
                        ? Stream.of(program)
                        : Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                                .map(f -> f + "/" + program);
        return places.map(Path::of)
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean itself(String user) {
        return user.equals(System.getProperty("user.name"));
    }
}
