package dev.holdfast.executor.io.link;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;
import dev.holdfast.executor.io.place.Places;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `link.switch`: points a symbolic link at another release, in one atomic rename. It changes only a
/// link that still points where the plan saw it point, so a second switch by somebody else is never
/// overwritten.
public final class LinkSwitch implements UndoableAction {
    /// In the plan's observed state, for a link that is not there yet.
    private static final String NOTHING = "(nothing)";

    @Override
    public String name() {
        return "link.switch";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(
                ArgumentForm.needs("link", ArgumentType.PATH),
                ArgumentForm.needs("to", ArgumentType.PATH),
                ArgumentForm.takes("brought", ArgumentType.FLAG));
    }

    @Override
    public String target(Call call) {
        return "link " + call.scope().key();
    }

    @Override
    public boolean losesNothing() {
        return true;
    }

    @Override
    public Preview plan(Call call) {
        String link = call.text("link");
        String to = call.text("to");
        List<String> obstacles = new ArrayList<>();
        for (String path : List.of(link, to)) {
            Places.wrong(call.allowed(), path).ifPresent(obstacles::add);
        }
        if (!brought(call) && !Files.exists(Path.of(to))) {
            obstacles.add("%s is not there".formatted(to));
        }
        Path at = Path.of(link);
        if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(at)) {
            obstacles.add("%s is no symbolic link".formatted(link));
        }
        String now = pointsAt(at);
        return Preview.of(
                        "point %s at %s (now at %s)".formatted(link, to, now),
                        Repeat.CHECKABLE,
                        Duration.ofMillis(10))
                .moving(Map.of(link, now), Map.of(link, to))
                .hindered(obstacles);
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        if (brought(call) && !Files.exists(Path.of(call.text("to")))) {
            return new Finding.NotDone(
                    "%s was not brought by an earlier step".formatted(call.text("to")), "");
        }
        return switchFrom(call, planned(call), call.text("to"), effect);
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return look(call, call.text("to"));
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        String before = planned(call);
        return before.equals(NOTHING)
                ? new Finding.NotDone("there was no link before", "")
                : switchFrom(call, call.text("to"), before, effect);
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return look(call, planned(call));
    }

    /// Whether an earlier step makes what it is to point at: then that is looked at when its turn comes.
    private static boolean brought(Call call) {
        return call.text("brought", "false").equals("true");
    }

    private static String planned(Call call) {
        return call.rests().getOrDefault(call.text("link"), NOTHING);
    }

    private static Finding look(Call call, String wanted) {
        String now = pointsAt(Path.of(call.text("link")));
        return now.equals(wanted)
                ? new Finding.Done("%s points at %s".formatted(call.text("link"), now))
                : new Finding.NotDone(
                        "%s points at %s, not at %s".formatted(call.text("link"), now, wanted), "");
    }

    private static Finding switchFrom(Call call, String from, String to, Effect effect) {
        Path link = Path.of(call.text("link"));
        String now = pointsAt(link);
        if (now.equals(to)) {
            return new Finding.Done("%s points at %s already".formatted(link, to));
        }
        if (!now.equals(from)) {
            return new Finding.NotDone(
                    "%s points at %s, but was seen pointing at %s: somebody else has switched it"
                            .formatted(link, now, from),
                    "");
        }
        Path fresh = link.resolveSibling("." + link.getFileName() + "." + effect.key());
        try {
            Files.deleteIfExists(fresh);
            Files.createSymbolicLink(fresh, Path.of(to));
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
            return new Finding.Done("%s pointed at %s, points at %s".formatted(link, now, to));
        } catch (IOException e) {
            return new Finding.NotDone("%s could not be switched: %s".formatted(link, e), "");
        }
    }

    private static String pointsAt(Path link) {
        try {
            return Files.isSymbolicLink(link)
                    ? link.resolveSibling(Files.readSymbolicLink(link)).normalize().toString()
                    : NOTHING;
        } catch (IOException e) {
            return "(unreadable: " + e.getClass().getSimpleName() + ")";
        }
    }
}
