package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.PackManifest.Person;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `on-duty:`, `substitutes:` and `break-glass:`.
final class DutySection {
    private final PackManifest manifest;

    private DutySection(PackManifest manifest) {
        this.manifest = manifest;
    }

    static Duty duty(YamlMap file, PackManifest manifest) {
        DutySection section = new DutySection(manifest);
        Map<String, Duty.Rotation> rotations = new LinkedHashMap<>();
        YamlMap duty = file.map("on-duty");
        duty.entries()
                .forEach((role, v) -> {
                    Roles.check(duty.key(role), manifest.roles());
                    rotations.put(role, section.rotation(v.map()));
                });
        List<Duty.Substitute> substitutes =
                file.list("substitutes").stream().map(v -> section.substitute(v.map())).toList();
        return new Duty(rotations, substitutes);
    }

    static @Nullable BreakGlass breakGlass(YamlMap file, PackManifest manifest) {
        if (!file.has("break-glass")) {
            return null;
        }
        YamlMap m = file.map("break-glass").only("roles", "loses-data");
        return new BreakGlass(
                Roles.read(m, "roles", manifest.roles()), m.flag("loses-data", false));
    }

    private Duty.Rotation rotation(YamlMap m) {
        m.only("people", "every", "from", "told");
        List<YamlValue> people = m.required("people").list();
        people.forEach(this::known);
        if (people.isEmpty()) {
            m.self().problem("a rotation needs at least one person");
        }
        List<String> names =
                people.isEmpty()
                        ? List.of("nobody")
                        : people.stream().map(YamlValue::text).toList();
        return new Duty.Rotation(
                names,
                PolicyFile.positive(m, "every", Duration.ofDays(7)),
                m.optional("from").map(LimitsSection::instant).orElse(Instant.EPOCH),
                m.flag("told", false));
    }

    private Duty.Substitute substitute(YamlMap m) {
        m.only("for", "by", "from", "to");
        known(m.required("for"));
        known(m.required("by"));
        return new Duty.Substitute(
                m.text("for"),
                m.text("by"),
                LimitsSection.instant(m.required("from")),
                LimitsSection.instant(m.required("to")));
    }

    private void known(YamlValue person) {
        List<String> names = manifest.people().stream().map(Person::name).toList();
        if (!names.contains(person.text())) {
            person.problem(
                    "'%s' is nobody of pack.yml%s"
                            .formatted(person.text(), NearestName.hint(person.text(), names)));
        }
    }
}
