package dev.holdfast.executor.io.place;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.process.Command;
import dev.holdfast.executor.io.process.Programs;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs the one program that an action is about (git, pm2, nginx, …), wherever the call places it.
///
/// @param operatorAllows the only programs that may be run; empty for no such limit
public record Bench(Set<String> operatorAllows) {
    private static final Duration LOOK = Duration.ofSeconds(10);

    public Bench {
        operatorAllows = Set.copyOf(operatorAllows);
    }

    /// An action's own arguments with those that place it.
    public static List<ArgumentForm> placed(List<ArgumentForm> own) {
        List<ArgumentForm> all = new ArrayList<>(own);
        all.addAll(Placement.ARGUMENTS);
        return List.copyOf(all);
    }

    /// Everything that stands in the way of running this program in these folders.
    public List<String> obstacles(Call call, String program, List<String> paths) {
        List<String> obstacles = new ArrayList<>();
        Placement.wrong(call).ifPresent(obstacles::add);
        if (!operatorAllows.isEmpty() && !operatorAllows.contains(program)) {
            obstacles.add("program %s is not allowed by this executor".formatted(program));
        }
        boolean here = Placement.of(call).here();
        for (String path : paths) {
            if (here) {
                Places.wrong(call.allowed(), path).ifPresent(obstacles::add);
            } else if (!call.allowed().path(path)) {
                obstacles.add("%s is in none of the allowed folders".formatted(path));
            }
        }
        return obstacles;
    }

    /// Looks: runs it quickly; throws with its output when it does not exit with 0.
    public String ask(Call call, @Nullable String folder, List<String> line)
            throws IOException, InterruptedException {
        return told(call, folder, line, Map.of(), LOOK);
    }

    /// Does: throws with its output when it does not exit with 0.
    public String run(Call call, @Nullable String folder, List<String> line, Effect effect)
            throws IOException, InterruptedException {
        return run(call, folder, line, Map.of(), effect);
    }

    /// @param environment beside the marks of the effect
    public String run(
            Call call,
            @Nullable String folder,
            List<String> line,
            Map<String, String> environment,
            Effect effect)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(Programs.marks(call.rollback(), effect));
        return told(call, folder, line, all, effect.timeout());
    }

    private static String told(
            Call call,
            @Nullable String folder,
            List<String> line,
            Map<String, String> environment,
            Duration timeout)
            throws IOException, InterruptedException {
        Programs.Ended ended = ended(call, folder, line, environment, timeout);
        if (ended.code() != 0) {
            throw new Refused(line, ended);
        }
        return ended.output();
    }

    /// All that a program that only looks writes, up to 1 MiB; throws when it does not exit with 0.
    public String all(Call call, @Nullable String folder, List<String> line, Effect effect)
            throws IOException, InterruptedException {
        Placement place = Placement.of(call);
        var command = new Command(line, folder == null ? null : Path.of(folder), Map.of());
        Duration timeout = effect.timeout();
        Programs.Ended ended =
                over(
                        place,
                        timeout,
                        () -> Programs.whole(place.wrapped(command, timeout), timeout));
        if (ended.code() != 0) {
            throw new Refused(line, ended);
        }
        return ended.output();
    }

    /// Writes a small file of this name into a folder.
    public void write(Call call, String folder, String file, String text, Effect effect)
            throws IOException, InterruptedException {
        Placement place = Placement.of(call);
        List<String> line = List.of("dd", "of=" + file, "status=none");
        Duration timeout = effect.timeout();
        Command command = place.wrapped(new Command(line, Path.of(folder), Map.of()), timeout);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Programs.Ended ended = over(place, timeout, () -> Programs.run(command, bytes, timeout));
        if (ended.code() != 0) {
            throw new Refused(line, ended);
        }
    }

    /// Looks, whatever it exits with.
    public Programs.Ended ended(Call call, @Nullable String folder, List<String> line)
            throws IOException, InterruptedException {
        return ended(call, folder, line, Map.of(), LOOK);
    }

    private static Programs.Ended ended(
            Call call,
            @Nullable String folder,
            List<String> line,
            Map<String, String> environment,
            Duration timeout)
            throws IOException, InterruptedException {
        Placement place = Placement.of(call);
        var command = new Command(line, folder == null ? null : Path.of(folder), environment);
        return over(place, timeout, () -> Programs.run(place.wrapped(command, timeout), timeout));
    }

    /// Runs a program.
    private interface Running {
        Programs.Ended run() throws IOException, InterruptedException;
    }

    /// What only the way there has brought about is no end of the program.
    private static Programs.Ended over(Placement place, Duration timeout, Running running)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Programs.Ended ended = running.run();
        if (place.late(ended, Duration.ofNanos(System.nanoTime() - begun), timeout)) {
            throw new IOException("not over in time, so it was ended over there");
        }
        if (place.neverBegan(ended)) {
            throw new Refused(List.of("ssh"), ended);
        }
        if (place.lost(ended)) {
            throw new IOException("the way over ssh was lost: " + ended.output());
        }
        return ended;
    }

    /// What a plan sees of its target.
    public interface Looking {
        Preview look() throws IOException, InterruptedException;
    }

    /// A target that cannot be looked at stands in the plan's way.
    public static Preview looked(Preview preview, String target, Looking looking) {
        try {
            return looking.look();
        } catch (Refused e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.whole())));
        } catch (IOException e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return preview.hindered(List.of("interrupted while looking at " + target));
        }
    }

    /// What was to be done, or looked at, with a tool.
    public interface Handling {
        Finding handle() throws IOException, InterruptedException;
    }

    /// A tool that refused has done nothing as far as it says; whatever else goes wrong may have
    /// happened after it began.
    public static Finding handled(Effect effect, Handling handling) {
        try {
            return handling.handle();
        } catch (Refused e) {
            return new Finding.NotDone(String.valueOf(e.getMessage()), e.output());
        } catch (Programs.Late e) {
            return new Finding.Unsure(
                    "%s within %s".formatted(e.getMessage(), Durations.show(effect.timeout())),
                    e.output());
        } catch (IOException e) {
            return new Finding.Unsure(String.valueOf(e.getMessage()), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted in the middle", "");
        }
    }

    /// A program that did not exit with 0.
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final String output;

        Refused(List<String> line, Programs.Ended ended) {
            super("%s exited with %d".formatted(String.join(" ", line), ended.code()));
            this.output = ended.output();
        }

        public String output() {
            return output;
        }

        /// With what the program wrote, for one line of a plan.
        public String whole() {
            return getMessage() + ": " + output;
        }
    }
}
