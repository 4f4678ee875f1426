package dev.holdfast.executor.io.compose;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;
import dev.holdfast.executor.io.place.Bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `compose.image`: names the image of services in an override file of our own beside the Compose
/// file, which stays as its team wrote it. Nothing is started: that is `compose.up`. Checkable: the
/// file says so.
public final class ComposeImage implements UndoableAction {
    private static final String IMAGE = "[A-Za-z0-9][A-Za-z0-9._/:-]{0,250}(@sha256:[a-f0-9]{64})?";
    private static final Pattern VERSION =
            Pattern.compile("(?m)^version:\\s*['\"]?([0-9.]{1,8})['\"]?\\s*$");
    private static final Pattern LINE = Pattern.compile("(?m)^  (\\S+):\\R    image: \"(\\S+)\"$");
    private static final String NONE = "(as the Compose file says)";

    private final Bench bench;

    public ComposeImage(Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "compose.image";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> own = new ArrayList<>(Project.ARGUMENTS);
        own.add(ArgumentForm.needs("images", ArgumentType.TABLE));
        own.add(ArgumentForm.takes("pull", ArgumentType.FLAG));
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
        Map<String, String> images = call.table("images");
        Preview preview =
                Preview.of(
                        "name images %s in %s/%s"
                                .formatted(images, call.shown("folder"), Project.OVERRIDE),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1));
        List<String> obstacles = project.obstacles(List.copyOf(images.keySet()));
        images.values().stream()
                .filter(i -> !i.matches(IMAGE))
                .forEach(i -> obstacles.add("'%s' is no name of an image".formatted(i)));
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                project.toString(),
                () -> {
                    List<String> known = project.services();
                    for (var image : images.entrySet()) {
                        if (!known.contains(image.getKey())) {
                            obstacles.add("there is no service '%s'".formatted(image.getKey()));
                        }
                        if (!pulls(call) && project.imageId(image.getValue()).isEmpty()) {
                            obstacles.add("image %s is not here".formatted(image.getValue()));
                        }
                    }
                    return preview.moving(rests(project, images), images).hindered(obstacles);
                });
    }

    private static boolean pulls(Call call) {
        return call.text("pull", "false").equals("true");
    }

    private static Map<String, String> rests(Project project, Map<String, String> images)
            throws IOException, InterruptedException {
        Map<String, String> now = named(project);
        Map<String, String> rests = new TreeMap<>();
        images.keySet().forEach(s -> rests.put("override of " + s, now.getOrDefault(s, NONE)));
        return rests;
    }

    /// The images that the override file names.
    private static Map<String, String> named(Project project)
            throws IOException, InterruptedException {
        Map<String, String> named = new TreeMap<>();
        if (project.overridden()) {
            Matcher m = LINE.matcher(read(project, Project.OVERRIDE));
            while (m.find()) {
                named.put(m.group(1), m.group(2));
            }
        }
        return named;
    }

    private static String read(Project project, String file)
            throws IOException, InterruptedException {
        return project.bench().ask(project.call(), project.folder(), List.of("cat", file));
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Project project = Project.of(bench, call);
                    if (pulls(call)) {
                        for (String image : call.table("images").values()) {
                            var _ =
                                    bench.run(
                                            call,
                                            project.folder(),
                                            List.of("docker", "pull", "--quiet", image),
                                            effect);
                        }
                    }
                    Map<String, String> all = new TreeMap<>(named(project));
                    all.putAll(call.table("images"));
                    return written(project, all, effect);
                });
    }

    /// In one rename, so that nobody reads half a file.
    private static Finding written(Project project, Map<String, String> images, Effect effect)
            throws IOException, InterruptedException {
        String fresh = "." + Project.OVERRIDE + "." + effect.key();
        Bench bench = project.bench();
        String text = text(project, images);
        bench.write(project.call(), project.folder(), fresh, text, effect);
        var _ =
                bench.run(
                        project.call(),
                        project.folder(),
                        List.of("mv", "-f", "--", fresh, Project.OVERRIDE),
                        effect);
        return new Finding.Done("%s names %s".formatted(Project.OVERRIDE, images));
    }

    private static String text(Project project, Map<String, String> images)
            throws IOException, InterruptedException {
        StringBuilder text =
                new StringBuilder("# Written by Holdfast; take it away to be rid of it.\n");
        // The older tool wants the same version in all files.
        Matcher version = VERSION.matcher(read(project, project.file()));
        if (version.find()) {
            text.append("version: \"").append(version.group(1)).append("\"\n");
        }
        text.append("services:").append(images.isEmpty() ? " {}\n" : "\n");
        images.forEach((service, image) ->
                text.append("  %s:\n    image: \"%s\"\n".formatted(service, image)));
        return text.toString();
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Map<String, String> named = named(Project.of(bench, call));
                    return named.entrySet().containsAll(call.table("images").entrySet())
                            ? new Finding.Done("%s names %s".formatted(Project.OVERRIDE, named))
                            : new Finding.NotDone(
                                    "%s names %s".formatted(Project.OVERRIDE, named), "");
                });
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Project project = Project.of(bench, call);
                    Map<String, String> all = new TreeMap<>(named(project));
                    before(call)
                            .forEach((s, i) -> {
                                if (i.equals(NONE)) {
                                    all.remove(s);
                                } else {
                                    all.put(s, i);
                                }
                            });
                    return written(project, all, effect);
                });
    }

    private static Map<String, String> before(Call call) {
        Map<String, String> before = new TreeMap<>();
        call.table("images")
                .keySet()
                .forEach(s -> before.put(s, call.rests().getOrDefault("override of " + s, NONE)));
        return before;
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Map<String, String> named = named(Project.of(bench, call));
                    boolean back =
                            before(call).entrySet().stream()
                                    .allMatch(e ->
                                            named.getOrDefault(e.getKey(), NONE)
                                                    .equals(e.getValue()));
                    return back
                            ? new Finding.Done("%s names %s".formatted(Project.OVERRIDE, named))
                            : new Finding.NotDone(
                                    "%s names %s".formatted(Project.OVERRIDE, named), "");
                });
    }
}
