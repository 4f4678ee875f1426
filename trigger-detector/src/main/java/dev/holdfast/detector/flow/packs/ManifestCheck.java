package dev.holdfast.detector.flow.packs;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.detector.domain.series.LabelMatcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.PatternSyntaxException;

/// Looks at what only the detector uses of `pack.yml`: patterns of `match` and scrape targets.
final class ManifestCheck {
    private static final String FILE = "pack.yml";

    private ManifestCheck() {}

    static void check(PackFiles pack, PackManifest manifest, Problems problems) {
        // What else is wrong with the file was told by who read the manifest.
        YamlFile.parse(FILE, pack.file(FILE).orElse(""), problems)
                .ifPresent(root ->
                        root.map()
                                .map("environments")
                                .entries()
                                .forEach((name, e) -> {
                                    Variables variables = Variables.of(manifest, name);
                                    environment(e.map(), variables);
                                    WatchCheck.check(e.map(), manifest, variables);
                                }));
    }

    /// Tells at the pack's `lab` what is wrong with the pack in it.
    static void lab(PackFiles pack, Problems inLab, Problems problems) {
        if (inLab.all().isEmpty()) {
            return;
        }
        YamlFile.parse(FILE, pack.file(FILE).orElse(""), problems)
                .flatMap(root -> root.map().optional("lab"))
                .ifPresent(lab ->
                        inLab.all()
                                .forEach(p ->
                                        lab.problem(
                                                p.file().equals(FILE)
                                                        ? "in the lab: " + p.message()
                                                        : "in the lab, %s line %d: %s"
                                                                .formatted(
                                                                        p.file(),
                                                                        p.line(),
                                                                        p.message()))));
    }

    private static void environment(YamlMap environment, Variables variables) {
        environment
                .map("match")
                .entries()
                .forEach((label, pattern) -> pattern(label, pattern, variables));
        for (YamlValue scrape : environment.list("scrape")) {
            scrape.map().optional("url").ifPresent(url -> url(url, variables));
            scrape.map().map("labels").entries().values().forEach(v -> known(v, variables));
        }
    }

    private static void pattern(String label, YamlValue pattern, Variables variables) {
        if (known(pattern, variables)) {
            try {
                String text = variables.fill(pattern.text());
                new LabelMatcher(label, LabelMatcher.Op.REGEX, text).matches("");
            } catch (PatternSyntaxException e) {
                pattern.problem(
                        "'%s' is no pattern for label %s: %s"
                                .formatted(pattern.text(), label, e.getDescription()));
            }
        }
    }

    private static void url(YamlValue url, Variables variables) {
        if (!known(url, variables)) {
            return;
        }
        String text = variables.fill(url.text());
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!http || uri.getHost() == null) {
                url.problem("'%s' is no http:// or https:// address".formatted(text));
            }
        } catch (URISyntaxException e) {
            url.problem("'%s' is no address: %s".formatted(text, e.getReason()));
        }
    }

    private static boolean known(YamlValue value, Variables variables) {
        try {
            variables.fill(value.text());
            return true;
        } catch (Variables.Unknown e) {
            value.problem(String.valueOf(e.getMessage()));
            return false;
        }
    }
}
