package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.report.Targets;
import dev.holdfast.notifier.domain.route.Audience;
import dev.holdfast.notifier.domain.route.Escalation;
import dev.holdfast.notifier.domain.route.Muting;
import dev.holdfast.notifier.domain.route.Rotation;
import dev.holdfast.notifier.domain.template.Template;
import dev.holdfast.notifier.domain.template.Wording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `notifications.yml` of a pack.
public final class PlanReader {
    public static final String FILE = "notifications.yml";

    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofDays(1);

    private PlanReader() {}

    /// Everything that is wrong with the file, in every environment of the pack.
    public static List<Problem> check(PackFiles pack) {
        Problems problems = new Problems();
        Optional<PackManifest> manifest = PackManifest.read(pack, new Problems());
        if (manifest.isPresent()) {
            manifest.get()
                    .environments()
                    .keySet()
                    .forEach(e -> read(pack, manifest.get(), e, problems));
        }
        return problems.all();
    }

    /// The plan for one environment; the standard one where the pack has no such file. Usable only
    /// for a pack without problems.
    public static NotificationPlan read(PackFiles pack, String environment) {
        Problems problems = new Problems();
        return PackManifest.read(pack, problems)
                .map(m -> read(pack, m, environment, problems))
                .orElseGet(NotificationPlan::standard);
    }

    private static NotificationPlan read(
            PackFiles pack, PackManifest manifest, String environment, Problems problems) {
        return pack.file(FILE)
                .flatMap(text -> YamlFile.parse(FILE, text, problems))
                .map(root -> plan(root.map(), pack, manifest, environment))
                .orElseGet(NotificationPlan::standard);
    }

    private static NotificationPlan plan(
            YamlMap m, PackFiles pack, PackManifest manifest, String environment) {
        m.only(
                "next-update",
                "old-after",
                "channels",
                "route",
                "silences",
                "inhibit",
                "on-call",
                "escalation",
                "post-mortem",
                "targets",
                "templates");
        NotificationPlan standard = NotificationPlan.standard();
        Addresses addresses =
                new Addresses(new Field(Variables.of(manifest, environment), manifest.secrets()));
        Set<String> names =
                m.has("channels")
                        ? m.map("channels").entries().keySet()
                        : standard.channels().keySet();
        Routes routes = new Routes(manifest.system(), manifest.environments().keySet(), names);
        PeopleReader people = new PeopleReader(routes, manifest.people());
        Map<String, ChannelSpec> channels =
                m.has("channels")
                        ? new Channels(addresses, people).read(m.map("channels"))
                        : standard.channels();
        if (m.has("channels") && !m.has("route")) {
            m.self().problem("there are channels, but no 'route' leads to them");
        }
        return new NotificationPlan(
                nextUpdate(m),
                channels,
                m.has("route") ? routes.root(m.map("route")) : standard.route(),
                new Muting(
                        m.list("silences").stream().map(v -> routes.silence(v.map())).toList(),
                        m.duration("old-after", NotificationPlan.OLD_AFTER),
                        m.list("inhibit").stream().map(v -> routes.inhibition(v.map())).toList()),
                new Wording(templates(m.map("templates"), pack)),
                m.has("on-call") ? people.onCall(m.map("on-call")) : Rotation.NOBODY,
                m.has("escalation") ? people.escalation(m.map("escalation")) : Escalation.NONE,
                m.has("post-mortem") ? people.meeting(m.map("post-mortem")) : null,
                targets(m.map("targets")));
    }

    private static Targets targets(YamlMap m) {
        m.only("detect", "decide", "roll-back", "verify");
        Targets usual = Targets.STANDARD;
        return new Targets(
                m.duration("detect", usual.detect()),
                m.duration("decide", usual.decide()),
                m.duration("roll-back", usual.rollBack()),
                m.duration("verify", usual.verify()));
    }

    private static Duration nextUpdate(YamlMap m) {
        Duration d = m.duration("next-update", NotificationPlan.NEXT_UPDATE);
        if (d.compareTo(SOONEST) < 0 || d.compareTo(LATEST) > 0) {
            m.required("next-update").problem("the next update is between 1s and 1d away");
        }
        return d;
    }

    private static Map<String, Template> templates(YamlMap m, PackFiles pack) {
        Map<String, Template> out = new HashMap<>();
        List<String> names = names();
        m.entries()
                .forEach((name, v) -> {
                    if (!names.contains(name)) {
                        m.key(name)
                                .problem(
                                        "'%s' is no event%s"
                                                .formatted(name, NearestName.hint(name, names)));
                    }
                    template(v, pack).ifPresent(t -> out.put(name, t));
                });
        return out;
    }

    private static Optional<Template> template(YamlValue v, PackFiles pack) {
        Optional<String> text = pack.file(v.text());
        if (text.isEmpty()) {
            List<String> there =
                    pack.files().keySet().stream().filter(f -> f.endsWith(".peb")).toList();
            v.problem(
                    "the pack has no file '%s'%s"
                            .formatted(v.text(), NearestName.hint(v.text(), there)));
            return Optional.empty();
        }
        try {
            return Optional.of(Template.read(text.get()));
        } catch (Template.Broken e) {
            v.problem("%s:%d: %s".formatted(v.text(), e.line(), e.getMessage()));
            return Optional.empty();
        }
    }

    private static List<String> names() {
        List<String> all = new ArrayList<>(Occasion.names());
        Arrays.stream(Audience.values())
                .forEach(a -> Occasion.names().forEach(n -> all.add(a.written() + "/" + n)));
        return all;
    }
}
