package dev.holdfast.detector.flow.packs;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Looks at the `watch` of an environment: names that can be none are told with their place, since
/// they become parts of an address or words of a command.
final class WatchCheck {
    private static final Pattern WORKLOAD =
            Pattern.compile(
                    "(deployment|statefulset|daemonset)/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern CONTEXT = Pattern.compile("[^\\s]{1,250}");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private WatchCheck() {}

    static void check(YamlMap environment, PackManifest manifest, Variables variables) {
        List<String> components = environment.texts("components");
        for (YamlValue watch : environment.list("watch")) {
            YamlMap m = watch.map();
            m.optional("component")
                    .filter(c -> !components.contains(c.text()))
                    .ifPresent(c ->
                            c.problem(
                                    "'%s' is none of the environment's components%s"
                                            .formatted(
                                                    c.text(),
                                                    NearestName.hint(c.text(), components))));
            kubernetes(m.map("kubernetes"), manifest, variables);
            YamlMap compose = m.map("compose");
            named(compose, "project", PROJECT, "of a project", variables);
            named(compose, "service", SERVICE, "of a service", variables);
        }
    }

    private static void kubernetes(YamlMap m, PackManifest manifest, Variables variables) {
        named(m, "namespace", NAMESPACE, "of a namespace", variables);
        named(
                m,
                "workload",
                WORKLOAD,
                "of a workload: write deployment/NAME, statefulset/NAME or daemonset/NAME",
                variables);
        named(m, "container", NAMESPACE, "of a container", variables);
        named(m, "context", CONTEXT, "of a context", variables);
        Set<String> secrets = manifest.secrets().keySet();
        m.optional("kubeconfig")
                .filter(k -> !secrets.contains(k.text()))
                .ifPresent(k ->
                        k.problem(
                                "'%s' is none of the secrets of pack.yml%s: name it there as file:PATH"
                                        .formatted(k.text(), NearestName.hint(k.text(), secrets))));
    }

    private static void named(
            YamlMap m, String key, Pattern form, String what, Variables variables) {
        m.optional(key)
                .ifPresent(value -> {
                    try {
                        String text = variables.fill(value.text());
                        if (!form.matcher(text).matches()) {
                            value.problem("'%s' is no name %s".formatted(text, what));
                        }
                    } catch (Variables.Unknown e) {
                        value.problem(String.valueOf(e.getMessage()));
                    }
                });
    }
}
