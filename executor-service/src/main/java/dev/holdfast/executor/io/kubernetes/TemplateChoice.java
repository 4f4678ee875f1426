package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.flow.Call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which pod template a rollback goes to, by what the runbook names.
///
/// @param told in words, such as `revision 3 (web=shop:1.4.1)`
record TemplateChoice(ObjectNode template, String told, String cause) {
    String fingerprint() {
        return Workload.fingerprint(template);
    }

    static TemplateChoice of(Call call, Api api, Workload now) throws Wrong {
        List<Revision> all = Revision.of(api, now);
        if (call.has("revision")) {
            long number = call.whole("revision", 0);
            return all.stream()
                    .filter(r -> r.number() == number)
                    .findFirst()
                    .map(TemplateChoice::of)
                    .orElseThrow(() -> none("revision " + number, now, all));
        }
        if (call.has("release")) {
            return held(call, api, now, all);
        }
        if (call.has("image")) {
            String image = call.text("image");
            return all.stream()
                    .filter(r -> r.images().containsValue(image))
                    .findFirst()
                    .map(TemplateChoice::of)
                    .orElseThrow(() -> none("image " + image, now, all));
        }
        return before(now, all, call.text("to", "previous").equals("previous-images"));
    }

    /// What was recorded when the release held; the revision of it, if Kubernetes still has it.
    private static TemplateChoice held(Call call, Api api, Workload now, List<Revision> all)
            throws Wrong {
        Records records = Records.of(call, api);
        String release = call.text("release");
        JsonNode template = records.held(release, now.ref()).at("/spec/template");
        if (!(template instanceof ObjectNode object)) {
            throw Wrong.given("the record of release %s has no template".formatted(release));
        }
        String wanted = Workload.fingerprint(object);
        return all.stream()
                .filter(r -> r.fingerprint().equals(wanted))
                .findFirst()
                .map(TemplateChoice::of)
                .orElseGet(() ->
                        new TemplateChoice(
                                object,
                                "what held as release %s (%s)"
                                        .formatted(
                                                release, Workload.shown(Workload.images(object))),
                                ""));
    }

    private static TemplateChoice before(Workload now, List<Revision> all, boolean otherImages)
            throws Wrong {
        String current = now.fingerprint();
        Map<String, String> images = now.images();
        return all.stream()
                .filter(r -> !r.fingerprint().equals(current))
                .filter(r -> !otherImages || !r.images().equals(images))
                .findFirst()
                .map(TemplateChoice::of)
                .orElseThrow(() ->
                        none(
                                otherImages
                                        ? "earlier revision with other images"
                                        : "earlier revision",
                                now,
                                all));
    }

    /// The one that has this content, wherever it is still kept.
    static Optional<TemplateChoice> withFingerprint(
            Call call, Api api, Workload now, String fingerprint) throws Wrong {
        for (Revision r : Revision.of(api, now)) {
            if (r.fingerprint().equals(fingerprint)) {
                return Optional.of(of(r));
            }
        }
        if (call.has("release")) {
            TemplateChoice held = held(call, api, now, List.of());
            return Optional.of(held).filter(h -> h.fingerprint().equals(fingerprint));
        }
        return Optional.empty();
    }

    private static TemplateChoice of(Revision r) {
        return new TemplateChoice(r.template(), r.shown(), r.cause());
    }

    private static Wrong none(String what, Workload w, List<Revision> all) {
        String there = all.stream().map(Revision::shown).collect(Collectors.joining(", "));
        return Wrong.given("%s has no %s; there is: %s".formatted(w.ref(), what, there));
    }
}
